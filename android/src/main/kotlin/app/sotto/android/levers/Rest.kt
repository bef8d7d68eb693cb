package app.sotto.android.levers

import android.content.Context
import android.os.Build
import app.sotto.Answer
import app.sotto.Operation

/** The system's call log: calls are self-managed and ask for no row; the app's own log is the core's. */
class CallLogLever(context: Context, tell: Tell) : Lever(context, Operation.CALL_LOG, tell) {
    override fun pull(): Answer = Answer.ENFORCED

    override fun release() = Unit
}

/** Passing on: the share sheet is opened from [app.sotto.android.ui.Host.share] alone, which is closed while this holds. */
class ForwardingLever(context: Context, tell: Tell) : Lever(context, Operation.FORWARDING, tell) {
    override fun pull(): Answer = Answer.ENFORCED

    override fun release() = Unit
}

/** Captions and dictation: both need sound that [SoundRules] keep to itself; the system has no other lever. */
class TranscriptionLever(context: Context, tell: Tell) : Lever(context, Operation.TRANSCRIPTION, tell) {
    override fun pull(): Answer {
        SoundRules.keepPrivate(context, this, true)
        // captions made by the system's own parts are not noticed on older systems
        return if (Build.VERSION.SDK_INT >= 30) Answer.ENFORCED else Answer.UNSUPPORTED
    }

    override fun release() = SoundRules.keepPrivate(context, this, false)
}
