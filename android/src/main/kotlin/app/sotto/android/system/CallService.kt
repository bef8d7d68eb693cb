package app.sotto.android

import android.app.Service
import android.content.*
import android.content.pm.ServiceInfo.*
import android.os.*
import app.sotto.Service as Runs

/** Keeps the app alive: with the microphone in a call, else with the connection alone, where push is not used. */
class CallService : Service() {
    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        // the notification's button
        Notices.numbered(intent, Notices.DECLINE)?.let { quietly { sotto.session.phone?.hangUpNumbered(it) } }
        val runs = sotto.calls.service
        val stood = types(runs).indexOfFirst { stands(it, runs) }
        lacks = stood != 0
        // what stood before stands on where all is refused
        up = up || stood >= 0
        // what it was started for may be over before it comes up, or was another process's
        if (!up || runs == Runs.NONE) stopSelf()
        return START_STICKY
    }

    override fun onDestroy() {
        up = false
        super.onDestroy()
    }

    /** Whether the system lets it run as this. It may refuse a type in the background, or after a permission was taken away. */
    private fun stands(type: Int, runs: Runs): Boolean = runCatching {
        val notice = Notices(this).apply { channels() }.running(runs != Runs.WAITING)
        if (Build.VERSION.SDK_INT >= 30) startForeground(ID, notice, type) else startForeground(ID, notice)
    }.isSuccess

    /** What it is for, the most first: the system may refuse a microphone. */
    private fun types(runs: Runs): List<Int> {
        if (Build.VERSION.SDK_INT < 30) return listOf(0)
        val waiting = if (Build.VERSION.SDK_INT >= 34) FOREGROUND_SERVICE_TYPE_REMOTE_MESSAGING else 0
        val call = FOREGROUND_SERVICE_TYPE_PHONE_CALL
        return when (runs) {
            Runs.CALL_WITH_MICROPHONE -> listOf(call or FOREGROUND_SERVICE_TYPE_MICROPHONE, call, waiting)
            Runs.CALL -> listOf(call, waiting)
            Runs.WAITING, Runs.NONE -> listOf(waiting)
        }
    }

    companion object {
        private const val ID = 10
        private var up = false

        /** The system refused the most of it, as it may while no window is seen. */
        var lacks = false
            private set

        /** From the background the system may forbid it; then the app lives as long as its window does. */
        fun start(context: Context) = runCatching { context.startForegroundService(Intent(context, CallService::class.java)) }.onFailure { lacks = true }

        /** One that is not up yet sees by itself that it is not wanted: to stop it now would be a crash. */
        fun stop(context: Context) {
            if (up) context.stopService(Intent(context, CallService::class.java))
        }
    }
}
