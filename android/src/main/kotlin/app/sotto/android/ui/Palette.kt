package app.sotto.android

import android.content.Context

/**
 * The colours of a screen, which lie in res: light, dark, or secure mode's own, near-black with amber by day and night, so
 * that nobody mistakes it.
 */
class Palette(context: Context, secure: Boolean = false) {
    private val all = context.resources.obtainTypedArray(if (secure) R.array.secure else R.array.usual)
    val ground = all.getColor(0, 0)
    val surface = all.getColor(1, 0)
    val text = all.getColor(2, 0)
    val quiet = all.getColor(3, 0)
    val accent = all.getColor(4, 0)
    val onAccent = all.getColor(5, 0)
    val soft = all.getColor(6, 0)
    val onSoft = all.getColor(7, 0)
    val line = all.getColor(8, 0)
    val alarm = all.getColor(9, 0)
    val dark = all.getBoolean(10, false)
}
