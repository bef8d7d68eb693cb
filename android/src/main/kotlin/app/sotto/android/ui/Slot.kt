package app.sotto.android.ui

import android.content.Context
import android.graphics.drawable.GradientDrawable
import android.widget.LinearLayout

/**
 * A part of a screen that shows one value. It is built anew only when the value differs, so that a screen may be bound
 * after every event without losing focus, scrolling or a screen reader's place.
 */
class Slot(context: Context, orientation: Int = VERTICAL, gap: Int = 0) : LinearLayout(context) {
    private var shown: Any? = this

    init {
        this.orientation = orientation
        visibility = GONE
        if (gap > 0) {
            showDividers = SHOW_DIVIDER_MIDDLE
            dividerDrawable = GradientDrawable().apply { setSize(gap, gap) }
        }
    }

    fun <T> show(value: T, fill: LinearLayout.(T) -> Unit) {
        if (value == shown) return
        shown = value
        removeAllViews()
        fill(value)
        visibility = if (childCount == 0) GONE else VISIBLE
    }
}
