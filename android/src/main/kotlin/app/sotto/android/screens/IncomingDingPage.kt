package app.sotto.android.screens

import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import app.sotto.IncomingDingView
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** A Ding that came. `about`: its id; empty for the one to be shown above everything else. */
class IncomingDingPage(host: Host, private val about: String) : Page<IncomingDingView>(host) {
    override val ticks: Boolean = true
    override fun isSecure(phone: Phone): Boolean = (read(phone)?.level ?: 0u) > 0u
    override fun read(phone: Phone) = if (about.isEmpty()) phone.incomingDingView() else phone.dingView(about)
    override fun title(of: IncomingDingView) = host.word("dings")

    override fun LinearLayout.fill(of: IncomingDingView) {
        add(kit.column(4) {
            gravity = Gravity.CENTER_HORIZONTAL
            add(if (of.level > 0u) kit.eyeglasses(of.eyeglasses, 72) else kit.icon(R.drawable.ding, kit.palette.accent, 72))
            add(kit.text(of.title, Style.BIG).centred())
            of.verified?.let { add(kit.text(it, Style.SMALL).centred()) }
            add(kit.text(of.kind).centred())
            add(kit.text(listOfNotNull(of.ago.words, of.length, of.plays.words).joinToString(" · "), Style.SMALL).centred())
        })
        of.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
        of.state?.let { add(kit.banner(listOf(it.words), loud = false)) }
        of.text?.let { words -> add(kit.card { add(kit.text(words)) }) }
        of.willForbid?.let { add(kit.promise(it, of.forbids)) }
        flow(centred = true) {
            button(of.listen, Weight.MAIN, R.drawable.play) { host.run { it.listen(of.id) } }
            button(of.stop, Weight.SOFT, R.drawable.stop) { host.run { it.stopListening() } }
            button(of.confirm, Weight.SOFT, R.drawable.check) { host.run { it.confirmDing(of.id) } }
            button(of.later, Weight.PLAIN, R.drawable.ding) {
                host.ask(of.later.label.words, of.laterIn.map { it.words.words to { host.run { core -> core.remindLater(of.id, it.minutes) } } }, Weight.SOFT)
            }
        }
    }
}
