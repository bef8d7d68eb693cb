package app.sotto.android.system

import android.content.Context

/** What the person chose of the shell's own. The core keeps everything else. */
class Choices(context: Context) {
    private val kept = context.getSharedPreferences("choices", Context.MODE_PRIVATE)

    /** The app is locked when it is left. */
    var locks: Boolean by Kept("locks")

    /** The connection is kept open, with a notice in the bar, where nothing else wakes this phone. */
    var stays: Boolean by Kept("stays")

    /** It was asked once whether this phone may ring while the app is closed. */
    var asked: Boolean by Kept("asked")

    /** The app that wakes this one (its package), and by what it knows this phone; see [Push]. */
    var distributor: String? by Words("distributor")
    var token: String? by Words("token")

    private inner class Kept(private val name: String) {
        operator fun getValue(of: Any?, property: Any?): Boolean = kept.getBoolean(name, false)
        operator fun setValue(of: Any?, property: Any?, on: Boolean) = kept.edit().putBoolean(name, on).apply()
    }

    private inner class Words(private val name: String) {
        operator fun getValue(of: Any?, property: Any?): String? = kept.getString(name, null)
        operator fun setValue(of: Any?, property: Any?, words: String?) = kept.edit().putString(name, words).apply()
    }
}
