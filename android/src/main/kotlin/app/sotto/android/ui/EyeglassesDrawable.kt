package app.sotto.android.ui

import android.graphics.*
import app.sotto.Look

private const val STROKE = 1.8f

/** The product's mark, in each of its states; its shape tells them apart without its colour. */
class EyeglassesDrawable(private val look: Look, private val colour: Int, private val behind: Int, size: Int) :
    Picture(colour, size) {
    override fun draw(canvas: Canvas) {
        canvas.save()
        canvas.translate(bounds.left.toFloat(), bounds.top.toFloat())
        canvas.scale(bounds.width() / 24f, bounds.height() / 24f)
        val filled = look == Look.FILLED || look == Look.SLASHED
        paint.strokeWidth = STROKE
        paint.style = if (filled) Paint.Style.FILL_AND_STROKE else Paint.Style.STROKE
        for (centre in floatArrayOf(6.3f, 17.7f)) canvas.drawCircle(centre, 14f, 4.1f, paint)
        paint.style = Paint.Style.STROKE
        val frame = Path()
        frame.moveTo(10.3f, 13.2f)
        frame.quadTo(12f, 11.8f, 13.7f, 13.2f)
        frame.moveTo(2.6f, 12.4f)
        frame.lineTo(4.6f, 6.6f)
        frame.moveTo(21.4f, 12.4f)
        frame.lineTo(19.4f, 6.6f)
        canvas.drawPath(frame, paint)
        if (look == Look.PULSING) for (x in floatArrayOf(9f, 12f, 15f)) canvas.drawPoint(x, 21.4f, paint)
        if (look == Look.SLASHED) slash(canvas)
        canvas.restore()
    }

    private fun slash(canvas: Canvas) {
        for ((width, ink) in listOf(4.4f to behind, STROKE to colour)) {
            paint.strokeWidth = width
            paint.color = ink
            canvas.drawLine(4f, 21.5f, 20f, 4.5f, paint)
        }
    }
}
