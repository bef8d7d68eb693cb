package app.sotto.android.system

import android.app.Activity
import android.app.KeyguardManager
import android.content.Context
import android.hardware.biometrics.BiometricPrompt
import android.os.*
import app.sotto.android.sotto

/** Locks the app when it was left: by finger, face or the phone's own lock. Calls can always be answered. */
class AppLock(private val activity: Activity) {
    private var leftAt = 0L
    private var asking: CancellationSignal? = null

    /** Nothing of it is shown in Recents from here on. */
    fun left() {
        leftAt = SystemClock.elapsedRealtime()
        asking?.cancel()
        asking = null
    }

    fun ask() {
        if (leftAt != 0L && SystemClock.elapsedRealtime() - leftAt < GRACE_MS) return
        if (asking != null || Build.VERSION.SDK_INT < 29 || !possible(activity)) return
        activity.window.decorView.alpha = 0f
        val words = activity.sotto.session
        val signal = CancellationSignal()
        asking = signal
        // the one way that all versions from 29 on have
        @Suppress("DEPRECATION")
        val prompt = BiometricPrompt.Builder(activity).setTitle(words.word("locked")).setDeviceCredentialAllowed(true)
        prompt.build().authenticate(signal, activity.mainExecutor, object : BiometricPrompt.AuthenticationCallback() {
            override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) {
                asking = null
                activity.window.decorView.alpha = 1f
            }

            override fun onAuthenticationError(code: Int, words: CharSequence) {
                asking = null
                // not the person: back to where they came from, with nothing shown
                activity.moveTaskToBack(true)
            }
        })
    }

    companion object {
        private const val GRACE_MS = 30_000L

        /** Whether the phone has a lock of its own that can be asked for. */
        fun possible(context: Context): Boolean = context.getSystemService(KeyguardManager::class.java)?.isDeviceSecure == true
    }
}
