package app.sotto.android.screens

import android.widget.LinearLayout
import app.sotto.GestureView
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** The preset gesture (S1.1): taught here, recognised everywhere in the app. */
class GesturePage(host: Host, about: String) : Page<GestureView>(host) {
    /** What was tapped last; none: the core chooses. */
    private var level: UByte? = null

    override fun read(phone: Phone) = phone.gestureView(level)
    override fun title(of: GestureView) = of.title.words

    override fun LinearLayout.fill(of: GestureView) {
        add(kit.text(of.state))
        val teaching = of.teaching
        if (teaching != null) return add(kit.card {
            add(kit.text(teaching.title, Style.TITLE))
            add(kit.text(teaching.how, Style.STRONG))
            add(kit.text(teaching.progress))
            teaching.note?.let { add(kit.text(it)) }
            button(teaching.stop, Weight.PLAIN) { host.run { it.stopTeaching() } }
        })
        flow {
            for (choice in of.levels) addView(buttons.choice(choice.title.words, choice.chosen) {
                level = choice.level
                bind(host.phone)
            })
        }
        for (kind in of.kinds) {
            wide(kind.teach) { host.run { it.teachGesture(kind.kind, of.level) } }
        }
        of.forget?.let { forget ->
            button(forget, Weight.PLAIN, R.drawable.delete) { host.run { it.forgetGesture() } }
        }
    }
}
