package app.sotto.android

import android.content.Context

/** What the person chose of the shell's own. The core keeps everything else. */
class Choices(context: Context) {
    private val kept = context.getSharedPreferences("choices", Context.MODE_PRIVATE)

    /** The app is locked when it is left. */
    var locks: Boolean by Kept("locks", false)

    /** The connection is kept open, with a notice in the bar, where nothing else wakes this phone. */
    var stays: Boolean by Kept("stays", false)

    /** It was asked once whether this phone may ring while the app is closed. */
    var asked: Boolean by Kept("asked", false)

    /** The app that wakes this one (its package), and by what it knows this phone; see [Push]. */
    var distributor: String? by Kept("distributor", null)
    var token: String? by Kept("token", null)

    private inner class Kept<T>(private val name: String, private val none: T) {
        @Suppress("UNCHECKED_CAST")
        operator fun getValue(of: Any?, property: Any?): T = kept.all[name] as T? ?: none
        operator fun setValue(of: Any?, property: Any?, now: T) =
            kept.edit().apply { if (now is Boolean) putBoolean(name, now) else putString(name, now as String?) }.apply()
    }
}
