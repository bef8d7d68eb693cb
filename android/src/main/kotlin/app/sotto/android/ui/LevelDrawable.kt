package app.sotto.android.ui

import android.graphics.Canvas
import android.graphics.ColorFilter
import android.graphics.Paint
import android.graphics.PixelFormat
import android.graphics.RectF
import android.graphics.drawable.Drawable
import app.sotto.Look

/** A level as a picture: two phones, the eyeglasses between them, and as many rings around both as the level is high. */
class LevelDrawable(private val level: Int, private val colour: Int, private val behind: Int, private val size: Int) : Drawable() {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeCap = Paint.Cap.ROUND
        color = colour
    }

    override fun draw(canvas: Canvas) {
        val unit = bounds.width() / 48f
        canvas.save()
        canvas.translate(bounds.left.toFloat(), bounds.top.toFloat())
        canvas.scale(unit, unit)
        paint.strokeWidth = 1.6f
        for (ring in 0 until level.coerceAtMost(MOST)) {
            paint.alpha = 255 - ring * 60
            val gap = 1f + (MOST - 1 - ring) * 2.6f
            canvas.drawRoundRect(RectF(gap, gap, 48 - gap, 48 - gap), 12f - ring, 12f - ring, paint)
        }
        paint.alpha = 255
        for (x in floatArrayOf(11f, 29f)) {
            canvas.drawRoundRect(RectF(x, 14f, x + 8, 27f), 1.8f, 1.8f, paint)
            canvas.drawLine(x + 3, 24.4f, x + 5, 24.4f, paint)
        }
        EyeglassesDrawable(Look.FILLED, colour, behind, size).apply {
            setBounds(17, 28, 31, 42)
            draw(canvas)
        }
        canvas.restore()
    }

    override fun getIntrinsicWidth(): Int = size

    override fun getIntrinsicHeight(): Int = size

    override fun setAlpha(alpha: Int) = Unit

    override fun setColorFilter(filter: ColorFilter?) = Unit

    @Deprecated("asked for by older systems only")
    override fun getOpacity(): Int = PixelFormat.TRANSLUCENT

    private companion object {
        const val MOST = 3
    }
}
