package app.sotto.android.ui

import android.graphics.*
import android.graphics.drawable.Drawable

/** A picture drawn by this app, with one paint; as large as it says. */
abstract class Picture(colour: Int, private val size: Int) : Drawable() {
    protected val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = colour
        strokeCap = Paint.Cap.ROUND
    }

    override fun getIntrinsicWidth(): Int = size
    override fun getIntrinsicHeight(): Int = size

    override fun setAlpha(alpha: Int) {
        paint.alpha = alpha
        invalidateSelf()
    }

    override fun setColorFilter(filter: ColorFilter?) {
        paint.colorFilter = filter
    }

    @Deprecated("asked for by older systems only")
    override fun getOpacity(): Int = PixelFormat.TRANSLUCENT
}
