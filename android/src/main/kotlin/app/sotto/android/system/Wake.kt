package app.sotto.android.system

import android.content.*
import android.os.Handler
import android.os.Looper
import app.sotto.android.sotto

/** As long as a broadcast may take: enough to connect, and a call that rings starts its own service. */
private const val STAY_MS = 9_000L

/**
 * Wakes the app: by UnifiedPush, whose message has no content and is not looked at, and when the phone has started.
 * The phone opens, connects, and what waits comes over its own line.
 */
class Wake : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val starts = intent.action == Intent.ACTION_BOOT_COMPLETED || intent.action == Intent.ACTION_MY_PACKAGE_REPLACED
        if (!starts) Push(context).answered(intent)
        if (!starts && intent.action != Push.MESSAGE) return
        val pending = goAsync()
        context.sotto.open()
        context.sotto.session.wake(STAY_MS)
        Handler(Looper.getMainLooper()).postDelayed({ pending?.finish() }, STAY_MS)
    }
}
