package app.sotto.android.ui

import android.animation.ObjectAnimator
import android.animation.ValueAnimator
import android.content.Context
import android.view.View
import android.view.ViewGroup
import android.widget.FrameLayout

/** Centres its one child, which grows no wider than a limit: tablets and split screens. */
class Centred(context: Context, private val widest: Int) : FrameLayout(context) {
    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        val side = ((width - widest) / 2).coerceAtLeast(0)
        setPadding(side, 0, side, 0)
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }
}

/** As tall as its child, but no more than half of what there is. */
class Bounded(context: Context, child: View) : FrameLayout(context) {
    init {
        addView(child, LayoutParams.MATCH_PARENT, LayoutParams.WRAP_CONTENT)
    }

    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val most = MeasureSpec.getSize(heightMeasureSpec).takeIf { it > 0 } ?: resources.displayMetrics.heightPixels
        super.onMeasure(widthMeasureSpec, MeasureSpec.makeMeasureSpec(most / 2, MeasureSpec.AT_MOST))
    }
}

/** Sets its children side by side, and goes on below where they do not fit: large letters, small windows. */
class Flow(context: Context, private val gap: Int, private val centred: Boolean = false) : ViewGroup(context) {
    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        val inner = width - paddingLeft - paddingRight
        measureChildren(MeasureSpec.makeMeasureSpec(width, MeasureSpec.AT_MOST), MeasureSpec.UNSPECIFIED)
        val lines = lines(inner)
        val height = lines.sumOf { line -> line.maxOf { it.measuredHeight } } + gap * (lines.size - 1).coerceAtLeast(0)
        setMeasuredDimension(width, height + paddingTop + paddingBottom)
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        val width = right - left
        val inner = width - paddingLeft - paddingRight
        var y = paddingTop
        for (line in lines(inner)) {
            val tall = line.maxOf { it.measuredHeight }
            val taken = line.sumOf { it.measuredWidth } + gap * (line.size - 1)
            var x = paddingStart + if (centred) (inner - taken) / 2 else 0
            for (child in line) {
                val start = if (layoutDirection == LAYOUT_DIRECTION_RTL) width - x - child.measuredWidth else x
                val above = y + (tall - child.measuredHeight) / 2
                child.layout(start, above, start + child.measuredWidth, above + child.measuredHeight)
                x += child.measuredWidth + gap
            }
            y += tall + gap
        }
    }

    private fun lines(width: Int): List<List<View>> {
        val lines = mutableListOf<MutableList<View>>()
        var taken = 0
        for (child in (0 until childCount).map(::getChildAt)) {
            val needs = child.measuredWidth + if (lines.isEmpty()) 0 else gap
            if (lines.isEmpty() || taken + needs > width) {
                lines += mutableListOf(child)
                taken = child.measuredWidth
            } else {
                lines.last() += child
                taken += needs
            }
        }
        return lines
    }
}

/** Motion, where it explains a change; none where the person has turned animations off. */
object Motion {
    fun pulse(view: View) {
        if (!ValueAnimator.areAnimatorsEnabled()) return
        // it ends by itself when the view is gone
        ObjectAnimator.ofFloat(view, View.ALPHA, 1f, 0.35f).apply {
            duration = 700
            repeatMode = ValueAnimator.REVERSE
            repeatCount = ValueAnimator.INFINITE
            start()
        }
    }
}
