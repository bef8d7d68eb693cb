package app.sotto.android.system

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import app.sotto.android.sotto

/**
 * Wakes the app: by UnifiedPush, whose message has no content and is not looked at, and when the phone has started.
 * The phone opens, connects, and what waits comes over its own line.
 */
class Wake : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        when (intent.action) {
            MESSAGE, Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED -> {
                val pending = goAsync()
                context.sotto.open()
                // as long as a broadcast may take: enough to connect, and a call that rings starts its own service
                android.os.Handler(android.os.Looper.getMainLooper()).postDelayed({ pending?.finish() }, STAY_MS)
            }
        }
    }

    companion object {
        const val MESSAGE = "org.unifiedpush.android.connector.MESSAGE"
        private const val STAY_MS = 9_000L
    }
}
