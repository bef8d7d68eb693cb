package app.sotto.android

import android.app.*
import android.content.Context
import android.hardware.biometrics.BiometricPrompt
import android.os.*
import app.sotto.Operation

/** Locks the app when it was left: by finger, face or the phone's own lock. Calls can always be answered. */
class AppLock(private val activity: Activity) {
    private var asking: CancellationSignal? = null

    /** Whether nothing may be shown until the person has unlocked it. */
    var locked = false
        private set

    fun left() {
        if (!locked) leftAt = SystemClock.elapsedRealtime()
        asking?.cancel()
        asking = null
    }

    fun ask() {
        val locks = Choices(activity).locks
        val named = !activity.sotto.levers.holds(Operation.IDENTITY)
        if (Build.VERSION.SDK_INT >= 33) activity.setRecentsScreenshotEnabled(named && !locks)
        val grace = leftAt != 0L && SystemClock.elapsedRealtime() - leftAt < GRACE_MS
        locked = locks && possible(activity) && (locked || !grace)
        activity.window.decorView.alpha = if (locked) 0f else 1f
        if (locked && asking == null) prompt()
    }

    private fun prompt() {
        if (Build.VERSION.SDK_INT < 29) return
        val signal = CancellationSignal()
        asking = signal
        // the one way that all versions from 29 on have
        @Suppress("DEPRECATION")
        val prompt = BiometricPrompt.Builder(activity).setTitle(activity.sotto.session.word("locked")).setDeviceCredentialAllowed(true)
        prompt.build().authenticate(signal, activity.mainExecutor, object : BiometricPrompt.AuthenticationCallback() {
            override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult?) {
                asking = null
                locked = false
                activity.window.decorView.alpha = 1f
                (activity as ShellActivity).screen?.shown()
                // what waited for the person
                activity.sotto.session.settle()
            }

            override fun onAuthenticationError(code: Int, words: CharSequence) {
                // one that was taken back as the app was left is asked anew
                if (asking !== signal) return
                asking = null
                // not the person: back to where they came from, with nothing shown
                activity.moveTaskToBack(true)
            }
        })
    }

    companion object {
        private const val GRACE_MS = 30_000L

        /** When a window of the app was left last, whichever it was. */
        private var leftAt = 0L

        /** Whether the phone has a lock of its own that can be asked for. */
        fun possible(context: Context): Boolean = Build.VERSION.SDK_INT >= 29 && context.service<KeyguardManager>().isDeviceSecure
    }
}
