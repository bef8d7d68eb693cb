package app.sotto.android.screens

import android.view.View
import android.widget.LinearLayout
import app.sotto.ContactView
import app.sotto.IdentifierRow
import app.sotto.Phone
import app.sotto.SafetyView
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** The page of one contact. `about`: the contact's id. */
class ContactPage(host: Host, private val about: String) : Screen(host) {
    private val title = Slot(kit.context)
    private val slot = Slot(kit.context)
    private val lines = Lines(kit, buttons, host)

    override val view: View = page(
        title = title,
        actions = buttons.picture(host.word("chats"), R.drawable.chat) { host.go(Route(Route.CHAT, about)) },
        body = body { add(slot) },
    )

    override fun bind(phone: Phone) {
        val contact = phone.contactView(about)
        title.show(contact?.name) { add(heading(it ?: host.word("gone"))) }
        slot.show(contact) { if (it != null) add(contact(it)) }
    }

    private fun contact(view: ContactView): View = kit.column(16) {
        add(kit.row(8) {
            if (view.verified) add(lines.mark(view.verifiedWords))
            add(kit.text(view.verifiedWords, Style.SMALL), weight = 1f)
        })
        add(Flow(kit.context, kit.dp(8)).apply {
            buttons.words(view.call, Weight.MAIN, R.drawable.call) { dial(0) }?.let(::addView)
            buttons.words(view.ding, Weight.SOFT, R.drawable.ding) { host.go(Route(Route.DING, "${view.id}:0")) }?.let(::addView)
        })
        add(Flow(kit.context, kit.dp(8)).apply {
            view.secureCalls.forEachIndexed { index, control ->
                buttons.words(control, Weight.SOFT, R.drawable.eyeglasses) { dial(index + 1) }?.let(::addView)
            }
            buttons.words(view.secureDing, Weight.SOFT, R.drawable.ding) { host.go(Route(Route.DING, "${view.id}:1")) }?.let(::addView)
        })
        if (view.identifiers.isNotEmpty()) add(kit.card { view.identifiers.forEach { identifier(it) } })
        view.safety?.let { add(kit.card { safety(it) }) }
        buttons.words(view.delete, Weight.PLAIN, R.drawable.delete) {
            host.sure(view.delete.label.words) { if (host.run { it.forget(view.id) }) host.back() }
        }?.let { add(it) }
    }

    private fun LinearLayout.identifier(row: IdentifierRow) = add(identifierRow(kit, buttons, row))

    private fun LinearLayout.safety(safety: SafetyView) {
        add(kit.text(safety.title, Style.STRONG))
        add(kit.text(safety.number, Style.BODY).apply {
            typeface = android.graphics.Typeface.MONOSPACE
            textDirection = View.TEXT_DIRECTION_LTR
            setTextIsSelectable(true)
        })
        add(kit.text(safety.how, Style.SMALL))
        buttons.words(safety.compare, Weight.SOFT, R.drawable.scan) { host.go(Route(Route.SCANNER)) }?.let { add(it) }
    }

    private fun dial(level: Int) = host.withMicrophone {
        if (host.run { it.dial(about, level.toUByte()) }) host.go(Route(Route.CALL))
    }
}

/** An identifier, with its call button and the reason where it cannot be used. */
fun identifierRow(kit: Kit, buttons: Buttons, row: IdentifierRow): View = kit.column(2) {
    add(kit.text(row.kind, Style.SMALL))
    add(kit.text(row.value, Style.STRONG).apply { textDirection = View.TEXT_DIRECTION_LTR })
    buttons.words(row.call, Weight.SOFT, R.drawable.call) { }?.let { add(it) }
}
