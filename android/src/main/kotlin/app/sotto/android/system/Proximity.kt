package app.sotto.android.system

import android.content.Context
import android.os.PowerManager

/** A lock that is forgotten ends by itself. */
private const val LONGEST_MS = 4 * 60 * 60 * 1_000L

/** The screen goes dark at the ear while a call runs. */
class Proximity(context: Context) {
    private val lock: PowerManager.WakeLock? = context.getSystemService(PowerManager::class.java)
        ?.takeIf { it.isWakeLockLevelSupported(PowerManager.PROXIMITY_SCREEN_OFF_WAKE_LOCK) }
        ?.newWakeLock(PowerManager.PROXIMITY_SCREEN_OFF_WAKE_LOCK, "sotto:ear")

    fun follow(call: Boolean) {
        val held = lock?.isHeld ?: return
        if (call && !held) lock.acquire(LONGEST_MS)
        if (!call && held) lock.release(PowerManager.RELEASE_FLAG_WAIT_FOR_NO_PROXIMITY)
    }
}
