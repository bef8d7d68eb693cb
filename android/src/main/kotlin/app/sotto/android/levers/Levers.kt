package app.sotto.android.levers

import android.content.Context
import android.os.Handler
import android.os.Looper
import app.sotto.Answer
import app.sotto.Attestation
import app.sotto.HookException
import app.sotto.Operation
import app.sotto.PlatformHooks
import app.sotto.android.system.Voice
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit

/** All levers of the system, and the one place where they are listed. The core says when each is pulled. */
class Levers(context: Context, tell: Tell) : PlatformHooks {
    /** The windows of the app, which levers change. */
    val windows = Windows()
    private val main = Handler(Looper.getMainLooper())
    private val voice = Voice(context)

    /** Every lever. */
    val all: List<Lever> = listOf(
        SecureWindowsLever(context, windows, tell),
        ScreenCaptureLever(context, windows, tell),
        OverlayLever(context, windows, tell),
        EarpieceLever(context, tell),
        PeripheralsLever(context, tell),
        CaptureLever(context, tell),
        RecordingsLever(context, tell),
        CallLogLever(context, tell),
        IdentityLever(context, windows, tell),
        ClipboardLever(context, windows, tell),
        ForwardingLever(context, tell),
        TranscriptionLever(context, tell),
    )

    private val held = mutableSetOf<Operation>()

    /** What is forbidden now; for those who draw. */
    fun holds(operation: Operation): Boolean = synchronized(held) { operation in held }

    override fun forbid(operation: Operation): Answer? = onMain {
        synchronized(held) { held += operation }
        all.filter { it.operation == operation }.map { it.pull() }.maxByOrNull { it.strength } ?: Answer.UNSUPPORTED
    }

    override fun allow(operation: Operation) = onMain {
        synchronized(held) { held -= operation }
        all.filter { it.operation == operation }.forEach { it.release() }
    }

    override fun speaks(): Boolean = voice.speaks()

    override fun speak(utterance: ULong, text: String): Boolean = voice.speak(utterance, text)

    /** Nobody vouches: that takes a service of the maker's, which a phone without Play services lacks. */
    override fun attest(challenge: ByteArray): Attestation? = null

    override fun hush() = voice.hush()

    override fun isSimulated(): Boolean = false

    /** Levers touch windows; the core calls on a thread of its own, and counts one that is late as unsupported. */
    private fun <T> onMain(pull: () -> T): T {
        if (Looper.myLooper() == Looper.getMainLooper()) return pull()
        val task = FutureTask(pull)
        main.post(task)
        return try {
            task.get(2, TimeUnit.SECONDS)
        } catch (failed: Exception) {
            throw HookException.Failed()
        }
    }
}
