package app.sotto.android.screens

import android.view.Gravity
import android.view.View
import app.sotto.IncomingDingView
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** A Ding that came. `about`: its id; empty for the one to be shown above everything else. */
class IncomingDingPage(host: Host, private val about: String) : Screen(host) {
    private val slot = Slot(kit.context)

    override val ticks: Boolean = true

    override val view: View = page(title = heading(host.word("dings")), actions = null, body = body { add(slot) })

    override fun isSecure(phone: Phone): Boolean = (read(phone)?.level ?: 0u) > 0u

    override fun bind(phone: Phone) = slot.show(read(phone)) { ding ->
        if (ding == null) add(kit.text(host.word("gone"))) else add(ding(ding))
    }

    private fun read(phone: Phone): IncomingDingView? = if (about.isEmpty()) phone.incomingDingView() else phone.dingView(about)

    private fun ding(view: IncomingDingView): View = kit.column(16) {
        add(kit.column(4) {
            gravity = Gravity.CENTER_HORIZONTAL
            add(if (view.level > 0u) kit.eyeglasses(view.eyeglasses, 72) else kit.icon(R.drawable.ding, kit.palette.accent, 72))
            add(kit.text(view.title, Style.BIG).centred())
            view.verified?.let { add(kit.text(it, Style.SMALL).centred()) }
            add(kit.text(view.kind).centred())
            add(kit.text(listOfNotNull(view.ago.words, view.length, view.plays.words).joinToString(" · "), Style.SMALL).centred())
        })
        view.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
        view.state?.let { add(kit.banner(listOf(it.words), loud = false)) }
        view.text?.let { words -> add(kit.card { add(kit.text(words)) }) }
        view.willForbid?.let { will ->
            add(kit.card {
                add(kit.text(will, Style.STRONG))
                view.forbids.forEach { add(kit.text("· ${it.words}")) }
            })
        }
        add(Flow(kit.context, kit.dp(8), centred = true).apply {
            buttons.words(view.listen, Weight.MAIN, R.drawable.play) { host.run { it.listen(view.id) } }?.let(::addView)
            buttons.words(view.stop, Weight.SOFT, R.drawable.stop) { host.run { it.stopListening() } }?.let(::addView)
            buttons.words(view.confirm, Weight.SOFT, R.drawable.check) { host.run { it.confirmDing(view.id) } }?.let(::addView)
            buttons.words(view.later, Weight.PLAIN, R.drawable.ding) { host.run { it.remindLater(view.id, LATER) } }?.let {
                it.contentDescription = host.word("later_minutes")
                addView(it)
            }
        })
    }

    private fun android.widget.TextView.centred() = apply { textAlignment = View.TEXT_ALIGNMENT_CENTER }

    private companion object {
        /** Minutes, as the spoken label says. */
        const val LATER = 5u
    }
}
