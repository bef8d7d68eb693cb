package app.sotto.android.screens

import android.view.View
import app.sotto.Eyeglasses
import app.sotto.LevelStop
import app.sotto.Look
import app.sotto.Phone
import app.sotto.android.ui.*

/** First run: what each level forbids, in one picture a level. */
class LevelsPage(host: Host, about: String) : Screen(host) {
    private val stops = Slot(kit.context)
    private val next = buttons.wide(buttons.plain(host.word("next"), Weight.MAIN) { host.replace(Route(Route.MY_CARD)) })!!

    override val view: View = kit.scrolling(body(16) {
        setPadding(kit.dp(24), kit.dp(32), kit.dp(24), kit.dp(24))
        add(kit.text(host.word("levels_title"), Kit.Style.BIG))
        add(kit.text(host.word("levels_how")))
        add(stops)
        add(next)
    })

    override fun bind(phone: Phone) = stops.show(phone.secureView(1u).stops) { all ->
        all.forEach { add(kit.card { stop(it) }.apply { setMargins(this) }) }
    }

    private fun android.widget.LinearLayout.stop(stop: LevelStop) {
        add(kit.row(16) {
            add(android.widget.ImageView(kit.context).apply {
                setImageDrawable(LevelDrawable(stop.level.toInt(), kit.palette.accent, kit.palette.surface, kit.dp(72)))
                importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            })
            add(kit.column(2) {
                add(kit.text(stop.title, Kit.Style.TITLE))
                stop.forbids.forEach { add(kit.text("· ${it.words}", Kit.Style.BODY)) }
            }, weight = 1f)
        })
    }

    private fun setMargins(view: View) {
        view.layoutParams = android.widget.LinearLayout.LayoutParams(-1, -2).apply { bottomMargin = kit.dp(12) }
    }
}
