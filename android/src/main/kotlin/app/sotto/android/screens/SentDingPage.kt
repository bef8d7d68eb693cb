package app.sotto.android.screens

import android.view.View
import app.sotto.Phone
import app.sotto.SentDingView
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** A Ding that was sent: who heard and confirmed it. `about`: its id. */
class SentDingPage(host: Host, private val about: String) : Screen(host) {
    private val slot = Slot(kit.context)

    override val view: View = page(title = heading(host.word("dings")), actions = null, body = body { add(slot) })

    override fun bind(phone: Phone) = slot.show(phone.sentDingView(about)) { ding ->
        if (ding == null) add(kit.text(host.word("gone"))) else add(ding(ding))
    }

    private fun ding(view: SentDingView): View = kit.column(16) {
        add(kit.text(view.kind, Style.BIG))
        add(kit.text(view.summary, Style.STRONG))
        add(kit.text(listOfNotNull(view.ago.words, view.length, view.plays.words, view.repeat?.words, view.expires.words).joinToString(" · "), Style.SMALL))
        view.people.forEach { person ->
            add(kit.card {
                add(kit.text(person.who, Style.STRONG))
                add(kit.text(person.state))
                person.note?.let { add(kit.text(it, Style.SMALL)) }
            })
        }
        buttons.words(view.recall, Weight.SOFT) { host.run { it.recallDing(view.id) } }?.let { add(it) }
        buttons.words(view.delete, Weight.PLAIN, R.drawable.delete) {
            if (host.run { it.deleteDing(view.id) }) host.back()
        }?.let { add(it) }
    }
}
