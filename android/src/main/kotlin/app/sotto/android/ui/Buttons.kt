package app.sotto.android

import android.content.res.ColorStateList
import android.graphics.drawable.LayerDrawable
import android.view.*
import android.view.ViewGroup.LayoutParams.*
import android.widget.*
import app.sotto.ButtonState
import app.sotto.Eyeglasses
import app.sotto.Button as Control

/** How much a button asks for attention. */
enum class Weight { MAIN, SOFT, PLAIN, ALARM }

/** Draws the core's controls: enabled, disabled with a lock and its reason, or not there at all. */
class Buttons(private val kit: Kit, private val tell: (String) -> Unit) {
    private val palette get() = kit.palette

    /** A control in words; null where it is screened. */
    fun words(control: Control, weight: Weight = Weight.SOFT, icon: Int = 0, tapped: () -> Unit): Button? =
        when (val state = control.state) {
            is ButtonState.Absent -> null
            is ButtonState.Enabled -> plain(control.label.words, weight, icon, tapped)
            is ButtonState.Disabled -> plain(control.label.words, Weight.PLAIN, R.drawable.lock) { tell(state.reason.words) }
                .apply { grey(this, control.label.words, state.reason.words) }
        }

    /** A button of the shell's own, always enabled. */
    fun plain(words: String, weight: Weight = Weight.SOFT, icon: Int = 0, tapped: () -> Unit): Button =
        Button(kit.context, null, 0, R.style.Button).apply {
            val (ground, ink) = when (weight) {
                Weight.MAIN -> palette.accent to palette.onAccent
                Weight.SOFT -> palette.soft to palette.onSoft
                Weight.PLAIN -> (palette.accent and 0xFFFFFF) to palette.accent
                Weight.ALARM -> palette.alarm to palette.ground
            }
            text = words
            background = kit.ripple(ground, 24, inset = 2)
            setTextColor(ink)
            if (icon != 0) {
                setCompoundDrawablesRelativeWithIntrinsicBounds(icon, 0, 0, 0)
                compoundDrawableTintList = ColorStateList.valueOf(ink)
            }
            layoutParams = LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
            setOnClickListener { tapped() }
        }

    /** The same, over the whole width. */
    fun wide(button: Button?): Button? = button?.apply { layoutParams = LinearLayout.LayoutParams(MATCH_PARENT, WRAP_CONTENT) }

    /** A control as a picture; its words are its spoken label. */
    fun picture(control: Control, icon: Int, tapped: () -> Unit): ImageButton? = when (val state = control.state) {
        is ButtonState.Absent -> null
        is ButtonState.Enabled -> picture(control.label.words, icon, tapped)
        is ButtonState.Disabled -> picture(control.label.words, icon) { tell(state.reason.words) }.apply {
            grey(this, control.label.words, state.reason.words)
            foreground = LayerDrawable(arrayOf(context.getDrawable(R.drawable.lock)!!.mutate().apply { setTint(palette.quiet) })).apply {
                setLayerGravity(0, Gravity.BOTTOM or Gravity.END)
                setLayerSize(0, kit.dp(14), kit.dp(14))
                setLayerInset(0, 0, 0, kit.dp(7), kit.dp(7))
            }
        }
    }

    fun picture(label: String, icon: Int, tapped: () -> Unit): ImageButton = ImageButton(kit.context).apply {
        setImageResource(icon)
        imageTintList = ColorStateList.valueOf(palette.text)
        background = kit.ripple(palette.ground and 0xFFFFFF, 24)
        contentDescription = label
        tooltipText = null
        layoutParams = LinearLayout.LayoutParams(kit.dp(48), kit.dp(48))
        setOnClickListener { tapped() }
    }

    /** The control of secure mode: it looks as the eyeglasses do, and says what they say. */
    fun glasses(control: Control, view: Eyeglasses, tapped: () -> Unit): ImageButton? = picture(control, kit.drawing(view.look), tapped)?.apply {
        imageTintList = ColorStateList.valueOf(palette.accent)
        contentDescription = "$contentDescription. ${view.label.words}"
    }

    /** A round control of a call with its name below it. */
    fun round(control: Control, icon: Int, weight: Weight = Weight.SOFT, looks: Eyeglasses? = null, tapped: () -> Unit): View? {
        val button = (if (looks == null) picture(control, icon, tapped) else glasses(control, looks, tapped)) ?: return null
        val enabled = control.state is ButtonState.Enabled
        val (ground, ink) = when {
            !enabled -> palette.surface to palette.quiet
            weight == Weight.ALARM -> palette.alarm to palette.ground
            weight == Weight.MAIN -> palette.accent to palette.onAccent
            else -> palette.soft to palette.onSoft
        }
        button.background = kit.ripple(ground, 32)
        button.imageTintList = ColorStateList.valueOf(ink)
        button.layoutParams = LinearLayout.LayoutParams(kit.dp(64), kit.dp(64))
        return kit.column(4) {
            gravity = Gravity.CENTER_HORIZONTAL
            add(button)
            add(kit.text(control.label.words, Style.SMALL).apply {
                gravity = Gravity.CENTER
                textAlignment = View.TEXT_ALIGNMENT_CENTER
                maxWidth = kit.dp(112)
                layoutParams = LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
                // the button says it already
                importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            })
            minimumWidth = kit.dp(88)
            layoutParams = LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT)
        }
    }

    /** A setting that is on or off. */
    fun check(words: String, on: Boolean, changed: (Boolean) -> Unit): CheckBox = CheckBox(kit.context).apply {
        text = words
        isChecked = on
        setTextColor(palette.text)
        textSize = 16f
        minHeight = kit.dp(48)
        buttonTintList = ColorStateList.valueOf(palette.accent)
        setOnCheckedChangeListener { _, checked -> changed(checked) }
    }

    /** The core's control that is on or off: it shows what the core says, whatever was tapped. */
    fun check(control: Control, on: Boolean, tapped: () -> Unit): CheckBox? {
        if (control.state is ButtonState.Absent) return null
        val reason = (control.state as? ButtonState.Disabled)?.reason?.words
        return check(control.label.words, on) { }.apply {
            if (reason != null) grey(this, control.label.words, reason)
            setOnClickListener {
                isChecked = on
                if (reason != null) tell(reason) else tapped()
            }
        }
    }

    /** One of several to choose from. */
    fun choice(words: String, chosen: Boolean, tapped: () -> Unit): Button =
        plain(words, if (chosen) Weight.MAIN else Weight.SOFT, if (chosen) R.drawable.check else 0, tapped)
            .apply { isSelected = chosen }

    fun choice(control: Control, chosen: Boolean, tapped: () -> Unit): Button? =
        if (control.state is ButtonState.Enabled) choice(control.label.words, chosen, tapped) else words(control, tapped = tapped)

    private fun grey(view: View, label: String, reason: String) {
        view.contentDescription = "$label. $reason"
        when (view) {
            is Button -> {
                view.setTextColor(palette.quiet)
                view.compoundDrawableTintList = ColorStateList.valueOf(palette.quiet)
            }
            is ImageButton -> view.imageTintList = ColorStateList.valueOf(palette.quiet)
        }
    }
}
