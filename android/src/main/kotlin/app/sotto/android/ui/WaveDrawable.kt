package app.sotto.android.ui

import android.graphics.Canvas
import android.graphics.ColorFilter
import android.graphics.Paint
import android.graphics.PixelFormat
import android.graphics.drawable.Drawable

/** A recording's wave form: its loudest sample of each 100 ms. */
class WaveDrawable(private val peaks: ByteArray, private val colour: Int, private val quiet: Int) : Drawable() {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { strokeCap = Paint.Cap.ROUND }

    override fun draw(canvas: Canvas) {
        val middle = bounds.exactCenterY()
        val step = (bounds.width() / LEAST.coerceAtLeast(peaks.size).toFloat())
        paint.strokeWidth = step * 0.6f
        for (index in 0 until LEAST.coerceAtLeast(peaks.size)) {
            val peak = peaks.getOrNull(index)?.let { (it.toInt() and 0xFF) / 255f }
            val tall = (peak ?: 0f) * bounds.height() / 2 * 0.9f + 1
            paint.color = if (peak == null) quiet else colour
            val x = bounds.left + (index + 0.5f) * step
            canvas.drawLine(x, middle - tall, x, middle + tall, paint)
        }
    }

    override fun setAlpha(alpha: Int) = Unit

    override fun setColorFilter(filter: ColorFilter?) = Unit

    @Deprecated("asked for by older systems only")
    override fun getOpacity(): Int = PixelFormat.TRANSLUCENT

    private companion object {
        const val LEAST = 60
    }
}
