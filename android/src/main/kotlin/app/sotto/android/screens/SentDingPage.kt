package app.sotto.android.screens

import android.widget.LinearLayout
import app.sotto.Phone
import app.sotto.SentDingView
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** A Ding that was sent: who heard and confirmed it. `about`: its id. */
class SentDingPage(host: Host, private val about: String) : Page<SentDingView>(host) {
    override fun read(phone: Phone) = phone.sentDingView(about)
    override fun title(of: SentDingView) = host.word("dings")

    override fun LinearLayout.fill(of: SentDingView) {
        add(kit.text(of.kind, Style.BIG))
        add(kit.text(of.summary, Style.STRONG))
        add(kit.text(listOfNotNull(of.ago.words, of.length, of.plays.words, of.repeat?.words, of.expires.words).joinToString(" · "), Style.SMALL))
        of.people.forEach { person ->
            add(kit.card {
                add(kit.text(person.who, Style.STRONG))
                add(kit.text(person.state))
                person.note?.let { add(kit.text(it, Style.SMALL)) }
            })
        }
        button(of.recall, Weight.SOFT) { host.run { it.recallDing(of.id) } }
        button(of.delete, Weight.PLAIN, R.drawable.delete) { if (host.run { it.deleteDing(of.id) }) host.back() }
    }
}
