package app.sotto.android.ui

import android.content.res.Configuration
import android.graphics.Color

/** The colours of a screen: light, dark, or secure mode's own, which look the same by day and night. */
class Palette(
    val ground: Int,
    val surface: Int,
    val text: Int,
    val quiet: Int,
    val accent: Int,
    val onAccent: Int,
    val soft: Int,
    val onSoft: Int,
    val line: Int,
    val alarm: Int,
    val dark: Boolean,
) {
    companion object {
        private val light = Palette(
            ground = hex("#FBFDFC"), surface = hex("#EFF4F3"), text = hex("#171D1D"), quiet = hex("#4B5858"),
            accent = hex("#00696D"), onAccent = Color.WHITE, soft = hex("#CDE8E8"), onSoft = hex("#00393B"),
            line = hex("#D3DDDC"), alarm = hex("#B3261E"), dark = false,
        )
        private val night = Palette(
            ground = hex("#101414"), surface = hex("#1B2121"), text = hex("#E3E9E8"), quiet = hex("#A9B8B7"),
            accent = hex("#7FD4D6"), onAccent = hex("#00373A"), soft = hex("#1F4345"), onSoft = hex("#C4EDED"),
            line = hex("#323C3B"), alarm = hex("#FFB4AB"), dark = true,
        )

        /** Near-black with amber: nobody mistakes it. */
        val secure = Palette(
            ground = hex("#070808"), surface = hex("#15171A"), text = hex("#F2EFE8"), quiet = hex("#B9B4A8"),
            accent = hex("#FFC24B"), onAccent = hex("#2B1D00"), soft = hex("#3A2C0E"), onSoft = hex("#FFDFA3"),
            line = hex("#3B362B"), alarm = hex("#FF8A80"), dark = true,
        )

        fun of(configuration: Configuration): Palette =
            when (configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK) {
                Configuration.UI_MODE_NIGHT_YES -> night
                else -> light
            }

        private fun hex(code: String): Int = Color.parseColor(code)
    }
}
