package app.sotto.android.ui

import android.graphics.Canvas
import android.graphics.Paint
import app.sotto.Look

private const val MOST = 3

/** A level as a picture: two phones, the eyeglasses between them, and as many rings around both as the level is high. */
class LevelDrawable(private val level: Int, private val colour: Int, private val behind: Int, private val size: Int) :
    Picture(colour, size) {
    override fun draw(canvas: Canvas) {
        canvas.save()
        canvas.translate(bounds.left.toFloat(), bounds.top.toFloat())
        canvas.scale(bounds.width() / 48f, bounds.width() / 48f)
        paint.style = Paint.Style.STROKE
        paint.strokeWidth = 1.6f
        for (ring in 0 until level.coerceAtMost(MOST)) {
            paint.alpha = 255 - ring * 60
            val gap = 1f + (MOST - 1 - ring) * 2.6f
            canvas.drawRoundRect(gap, gap, 48 - gap, 48 - gap, 12f - ring, 12f - ring, paint)
        }
        paint.alpha = 255
        for (x in floatArrayOf(11f, 29f)) {
            canvas.drawRoundRect(x, 14f, x + 8, 27f, 1.8f, 1.8f, paint)
            canvas.drawLine(x + 3, 24.4f, x + 5, 24.4f, paint)
        }
        EyeglassesDrawable(Look.FILLED, colour, behind, size).apply {
            setBounds(17, 28, 31, 42)
            draw(canvas)
        }
        canvas.restore()
    }
}
