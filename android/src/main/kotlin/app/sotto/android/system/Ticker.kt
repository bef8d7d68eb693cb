package app.sotto.android.system

import android.os.Handler
import android.os.Looper

/** Runs something once a second. */
class Ticker(private val tick: () -> Unit) {
    private val handler = Handler(Looper.getMainLooper())
    private val next = object : Runnable {
        override fun run() {
            tick()
            handler.postDelayed(this, 1_000)
        }
    }

    fun start() {
        stop()
        handler.postDelayed(next, 1_000)
    }

    fun stop() = handler.removeCallbacks(next)
}
