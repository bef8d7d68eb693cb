package app.sotto.android

import android.content.Context
import android.media.*
import android.os.*
import app.sotto.*

/** What is asked of the system's sound in secure mode, for those who open streams. */
object SoundRules {
    /** Counts changes: a stream that was opened under other rules is opened anew. */
    @Volatile var generation = 0
        private set

    /** Streams go to the earpiece and come from the phone's own microphone, whatever is plugged in. */
    @Volatile var builtInOnly: Boolean = false
        internal set(on) {
            if (on != field) generation++
            field = on
        }

    private val holders = mutableSetOf<Lever>()

    /** The audio sessions that are this app's own, or were: what the system tells may be older than a release. */
    val sessions: MutableSet<Int> = java.util.concurrent.ConcurrentHashMap.newKeySet()

    /** No other app may capture what is played, or listen while this one does. */
    val private: Boolean get() = synchronized(holders) { holders.isNotEmpty() }

    /** Several levers need it: it holds until the last lets go. */
    internal fun keepPrivate(context: Context, lever: Lever, on: Boolean) {
        val before = private
        synchronized(holders) { if (on) holders += lever else holders -= lever }
        if (before != private) generation++
        if (Build.VERSION.SDK_INT >= 29) {
            context.service<AudioManager>().allowedCapturePolicy =
                if (private) AudioAttributes.ALLOW_CAPTURE_BY_NONE else AudioAttributes.ALLOW_CAPTURE_BY_ALL
        }
    }
}

/**
 * Sound is kept private while it holds. From 30 on the system silences whoever listens along while this app has the
 * microphone: for what is spoken it must be allowed to; in a secure chat there is nothing to silence.
 */
class PrivateLever(context: Context, operation: Operation, tell: Tell, private val least: (Int) -> Answer) : Lever(context, operation, tell) {
    private var said: Answer? = null

    override fun pull(): Answer {
        SoundRules.keepPrivate(context, this, true)
        return answer(context.sotto.calls.spoken).also { said = it }
    }

    override fun release() {
        said = null
        SoundRules.keepPrivate(context, this, false)
    }

    /** Tells where the answer has changed. */
    fun look(spoken: Boolean) {
        val now = answer(spoken)
        if (said == null || said == now) return
        said = now
        tell(PlatformNews.Answered(now, number))
    }

    private fun answer(spoken: Boolean): Answer {
        val silences = context.hears || !spoken
        return if (Build.VERSION.SDK_INT >= 30 && silences) Answer.ENFORCED else least(Build.VERSION.SDK_INT)
    }
}

/** Notices that another app records. One that the system silences has tried; one that it does not hears. */
class RecordingsLever(context: Context, tell: Tell) : Lever(context, Operation.AUDIO_RECORDING, tell) {
    private val main = Handler(Looper.getMainLooper())
    private var callback: AudioManager.AudioRecordingCallback? = null
    private var hears = false
    private var tries = false

    override fun pull(): Answer {
        if (callback == null) {
            val watch = object : AudioManager.AudioRecordingCallback() {
                override fun onRecordingConfigChanged(configs: List<AudioRecordingConfiguration>) = recordings(configs)
            }
            val audio = context.service<AudioManager>()
            audio.registerAudioRecordingCallback(watch, main)
            callback = watch
            // one that runs already is no change
            main.post { if (callback != null) recordings(audio.activeRecordingConfigurations) }
        }
        return Answer.DETECTED
    }

    override fun release() {
        callback?.let(context.service<AudioManager>()::unregisterAudioRecordingCallback)
        callback = null
        hears = false
        tries = false
    }

    private fun recordings(configs: List<AudioRecordingConfiguration>) {
        val others = configs.filter { it.clientAudioSessionId !in SoundRules.sessions }
        val (silenced, hearing) = others.partition { Build.VERSION.SDK_INT >= 29 && it.isClientSilenced }
        if (hearing.isNotEmpty() != hears) tell(if (hears) PlatformNews.ViolationEnded else PlatformNews.ViolationBegan)
        if (silenced.isNotEmpty() && !tries) tell(PlatformNews.Attempted)
        hears = hearing.isNotEmpty()
        tries = silenced.isNotEmpty()
    }
}
