package app.sotto.android

import android.content.Context
import android.os.*
import app.sotto.*
import java.util.concurrent.*

/** All levers of the system, and the one place where they are listed. The core says when each is pulled. */
class Levers(context: Context, tell: Tell) : PlatformHooks {
    /** The windows of the app, which levers change. */
    val windows = Windows()
    private val main = Handler(Looper.getMainLooper())
    private val voice = Voice(context)
    private val pulls = LinkedBlockingQueue<FutureTask<*>>()
    internal val route = EarpieceRoute(context)

    /** Runs when all of a level are pulled. */
    var pulled: () -> Unit = { }

    /** Waits a moment for the next one: all of a level are pulled before anything is drawn. */
    private val pass = Runnable {
        var next = pulls.poll()
        while (next != null) next = next.run().let { pulls.poll(20, TimeUnit.MILLISECONDS) }
        pulled()
    }

    /** Every lever. */
    val all: List<Lever> = listOf(
        WindowLever(context, Operation.SCREENSHOT, windows, tell, Answer.ENFORCED, WindowRules.secure),
        // it hides others' windows, and prevents no picture of ours
        WindowLever(context, Operation.SCREENSHOT, windows, tell, Answer.UNSUPPORTED, WindowRules.overlays),
        WindowLever(context, Operation.IDENTITY, windows, tell, Answer.ENFORCED, WindowRules.recents),
        WindowLever(context, Operation.CLIPBOARD, windows, tell, Answer.ENFORCED, WindowRules.copies),
        ScreenCaptureLever(context, windows, tell),
        RouteLever(context, Operation.SPEAKER, tell, route),
        RouteLever(context, Operation.PERIPHERALS, tell, route),
        // from 29 on nobody captures what is played, from 30 on nobody listens along
        PrivateLever(context, Operation.AUDIO_RECORDING, tell) { if (it >= 29) Answer.DETECTED else Answer.UNSUPPORTED },
        RecordingsLever(context, tell),
        AppLever(context, Operation.CALL_LOG, tell),
        AppLever(context, Operation.FORWARDING, tell),
        // captions and dictation need that sound; those of the system's own parts are not noticed before 30
        PrivateLever(context, Operation.TRANSCRIPTION, tell) { if (it >= 30) Answer.DETECTED else Answer.UNSUPPORTED },
    )

    private val held = mutableSetOf<Operation>()

    /** What is forbidden now; for those who draw. */
    fun holds(operation: Operation): Boolean = synchronized(held) { operation in held }

    override fun forbid(operation: Operation, number: ULong): Answer? = onMain {
        synchronized(held) { held += operation }
        // the strongest answer counts, and stands first
        all.filter { it.operation == operation }.onEach { it.number = number }.minOfOrNull { it.pull() } ?: Answer.UNSUPPORTED
    }

    override fun allow(operation: Operation) = onMain {
        synchronized(held) { held -= operation }
        all.filter { it.operation == operation }.forEach { it.release() }
    }

    /** The microphone was given or taken away, a call began: what that changes is told. */
    fun look(spoken: Boolean) = all.forEach { if (it is PrivateLever) it.look(spoken) }

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
        pulls.put(task)
        main.postAtFrontOfQueue(pass)
        return runCatching { task.get(2, TimeUnit.SECONDS) }.getOrElse { throw HookException.Failed() }
    }
}

/** What a lever tells of its operation while it holds. */
fun interface Tell {
    fun of(operation: Operation, news: PlatformNews)
}

/**
 * One way of the system to forbid an operation (S1.3). How a lever is added: one class here, one line in [Levers.all].
 *
 * Pulled and released on the main thread. `pull` answers by what this version of the system really does; where a lever
 * only watches, that is Detected. `release` may be called without `pull`, as at a start after a crash.
 */
abstract class Lever(protected val context: Context, val operation: Operation, private val teller: Tell) {
    var number = 0uL // the core's, of this prohibition: an answer that comes later is about no other
    abstract fun pull(): Answer
    abstract fun release()
    protected fun tell(news: PlatformNews) = teller.of(operation, news)
}

/** What the app itself does not do at all: no row in the system's log; no share sheet but by Host.share, closed while this holds. */
class AppLever(context: Context, operation: Operation, tell: Tell) : Lever(context, operation, tell) {
    override fun pull(): Answer = Answer.ENFORCED
    override fun release() = Unit
}
