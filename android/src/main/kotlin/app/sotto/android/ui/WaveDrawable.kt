package app.sotto.android.ui

import android.graphics.Canvas

private const val LEAST = 60

/** A recording's wave form: its loudest sample of each 100 ms. */
class WaveDrawable(private val peaks: ByteArray, private val colour: Int, private val quiet: Int) : Picture(colour, -1) {
    override fun draw(canvas: Canvas) {
        val middle = bounds.exactCenterY()
        val all = LEAST.coerceAtLeast(peaks.size)
        val step = bounds.width() / all.toFloat()
        paint.strokeWidth = step * 0.6f
        for (index in 0 until all) {
            val peak = peaks.getOrNull(index)?.let { (it.toInt() and 0xFF) / 255f }
            val tall = (peak ?: 0f) * bounds.height() / 2 * 0.9f + 1
            paint.color = if (peak == null) quiet else colour
            val x = bounds.left + (index + 0.5f) * step
            canvas.drawLine(x, middle - tall, x, middle + tall, paint)
        }
    }
}
