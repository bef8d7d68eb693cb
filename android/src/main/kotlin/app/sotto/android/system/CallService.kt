package app.sotto.android.system

import android.Manifest
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.content.pm.ServiceInfo
import android.os.Build
import android.os.IBinder
import app.sotto.CallScreen
import app.sotto.android.sotto

/** Keeps the app alive: with the microphone in a call, else with the connection alone, where push is not used. */
class CallService : Service() {
    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        val call = sotto.session.phone?.callScreen() is CallScreen.Running
        val notice = Notices(this).apply { channels() }.running(call)
        try {
            if (Build.VERSION.SDK_INT >= 30) startForeground(ID, notice, types(call)) else startForeground(ID, notice)
        } catch (refused: SecurityException) {
            // a permission was taken away meanwhile: the call goes on as long as its window is there
            stopSelf()
        } catch (refused: IllegalStateException) {
            // not from the background
            stopSelf()
        }
        return START_STICKY
    }

    private fun types(call: Boolean): Int {
        if (!call) return if (Build.VERSION.SDK_INT >= 34) ServiceInfo.FOREGROUND_SERVICE_TYPE_REMOTE_MESSAGING else 0
        val hears = checkSelfPermission(Manifest.permission.RECORD_AUDIO) == PackageManager.PERMISSION_GRANTED
        return ServiceInfo.FOREGROUND_SERVICE_TYPE_PHONE_CALL or
            if (hears && Build.VERSION.SDK_INT >= 30) ServiceInfo.FOREGROUND_SERVICE_TYPE_MICROPHONE else 0
    }

    companion object {
        private const val ID = 10

        /** From the background the system may forbid it; then the app lives as long as its window does. */
        fun start(context: Context) {
            try {
                context.startForegroundService(Intent(context, CallService::class.java))
            } catch (refused: IllegalStateException) {
                // as it may
            }
        }

        /** After a call: only the connection is kept. */
        fun stop(context: Context) {
            context.stopService(Intent(context, CallService::class.java))
        }
    }
}
