package app.sotto.android.ui

import android.graphics.Canvas
import android.graphics.ColorFilter
import android.graphics.PixelFormat
import android.graphics.drawable.Drawable

/** A small picture in the lower end corner of another: the lock of a control that is off. */
class Corner(private val inner: Drawable, private val size: Int) : Drawable() {
    override fun draw(canvas: Canvas) {
        val right = bounds.right - size / 2
        val bottom = bounds.bottom - size / 2
        inner.setBounds(right - size, bottom - size, right, bottom)
        inner.draw(canvas)
    }

    override fun setAlpha(alpha: Int) {
        inner.alpha = alpha
    }

    override fun setColorFilter(filter: ColorFilter?) {
        inner.colorFilter = filter
    }

    @Deprecated("asked for by older systems only")
    override fun getOpacity(): Int = PixelFormat.TRANSLUCENT
}
