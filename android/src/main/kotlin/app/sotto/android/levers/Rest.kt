package app.sotto.android.levers

import android.content.Context
import app.sotto.Answer
import app.sotto.Operation

/**
 * What the app itself does not do at all: calls are self-managed and ask for no row in the system's log; the share sheet is
 * opened from [app.sotto.android.ui.Host.share] alone, which is closed while this holds.
 */
class AppLever(context: Context, operation: Operation, tell: Tell) : Lever(context, operation, tell) {
    override fun pull(): Answer = Answer.ENFORCED
    override fun release() = Unit
}
