package app.sotto.android.screens

import android.graphics.Typeface
import android.view.View
import android.widget.LinearLayout
import app.sotto.*
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** The page of one contact. `about`: the contact's id. */
class ContactPage(host: Host, private val about: String) : Page<ContactView>(host) {
    private val lines = Lines(kit, buttons, host)

    override val actions: View
        get() = buttons.picture(host.word("chats"), R.drawable.chat) { host.go(Route(Route.CHAT, about)) }

    override fun read(phone: Phone) = phone.contactView(about)
    override fun title(of: ContactView) = of.name

    override fun LinearLayout.fill(of: ContactView) {
        add(kit.row(8) {
            if (of.verified) add(lines.mark(of.verifiedWords))
            add(kit.text(of.verifiedWords, Style.SMALL), weight = 1f)
        })
        flow {
            button(of.call, Weight.MAIN, R.drawable.call) { dial(0u) }
            button(of.ding, Weight.SOFT, R.drawable.ding) { host.go(Route(Route.DING, of.id)) }
        }
        flow {
            of.secureCalls.forEachIndexed { index, control ->
                button(control, Weight.SOFT, R.drawable.eyeglasses) { host.phone.secureView(null).stops.getOrNull(index)?.let { dial(it.level) } }
            }
            button(of.secureDing, Weight.SOFT, R.drawable.ding) { host.go(Route(Route.DING, of.id)) }
        }
        add(buttons.plain(host.word("usual_level"), Weight.SOFT, R.drawable.eyeglasses) { usual() })
        if (of.identifiers.isNotEmpty()) add(kit.card { of.identifiers.forEach { add(identifierRow(kit, buttons, it)) } })
        of.safety?.let { safety ->
            add(kit.card {
                add(kit.text(safety.title, Style.STRONG))
                add(kit.text(safety.number, Style.BODY).apply {
                    typeface = Typeface.MONOSPACE
                    textDirection = View.TEXT_DIRECTION_LTR
                    setTextIsSelectable(true)
                })
                add(kit.text(safety.how, Style.SMALL))
                button(safety.compare, Weight.SOFT, R.drawable.scan) { host.go(Route(Route.SCANNER)) }
            })
        }
        button(of.delete, Weight.PLAIN, R.drawable.delete) {
            host.sure(of.delete.label.words) { if (host.run { it.forget(of.id) }) host.back() }
        }
    }

    /** The least level of calls with them, of those that the core knows. */
    private fun usual() = host.ask(host.word("usual_level"), host.phone.secureSettingsView().default.map { choice ->
        choice.title.words to { host.run { it.setUsualLevel(about, choice.level) } }
    }, Weight.SOFT)

    private fun dial(level: UByte) = host.withMicrophone { host.run { it.dial(about, level) } }
}

/** An identifier, with its call button and the reason where it cannot be used. */
fun identifierRow(kit: Kit, buttons: Buttons, row: IdentifierRow): View = kit.column(2) {
    add(kit.text(row.kind, Style.SMALL))
    add(kit.text(row.value, Style.STRONG).apply { textDirection = View.TEXT_DIRECTION_LTR })
    buttons.words(row.call, Weight.SOFT, R.drawable.call) { }?.let { add(it) }
}
