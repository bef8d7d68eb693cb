package app.sotto.android.screens

import android.view.View
import android.widget.LinearLayout
import app.sotto.LevelStop
import app.sotto.Phone
import app.sotto.SecureView
import app.sotto.android.R
import app.sotto.android.system.Readers
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** The secure screen: levels, what both phones do, start. `about`: the contact's id, and the chosen level after `:`. */
class SecurePage(host: Host, about: String) : Screen(host) {
    private val contact = about.substringBefore(':')
    private val level = about.substringAfter(':', "").toUByteOrNull() ?: 1.toUByte()
    private val secure = Secure(host)
    private val title = Slot(kit.context, LinearLayout.HORIZONTAL)
    private val slot = Slot(kit.context)

    override val view: View = page(title = title, actions = null, body = body { add(slot) })

    override fun isSecure(phone: Phone): Boolean = true

    override fun bind(phone: Phone) {
        val shown = phone.secureView(level)
        title.show(shown.eyeglasses) { glasses ->
            add(kit.eyeglasses(glasses))
            add(heading(" " + shown.stops.first { it.chosen }.title.words), weight = 1f)
        }
        slot.show(shown) { add(secure(it)) }
    }

    private fun secure(view: SecureView): View = kit.column(16) {
        view.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
        add(stops(view.stops))
        val chosen = view.stops.first { it.chosen }
        add(kit.card { chosen.forbids.forEach { add(kit.text("· ${it.words}")) } })
        view.because.forEach { add(kit.text(it, Style.SMALL)) }
        add(secure.columns(view.columns))
        Readers.of(kit.context).takeIf { it.isNotEmpty() }?.let { add(kit.banner(listOf(host.word("readers")) + it, loud = false)) }
        buttons.wide(buttons.words(view.start, Weight.MAIN, R.drawable.call) { start() })?.let { add(it) }
        // a secure Ding at the chosen level, as the contact's page names it
        host.phone.contactView(contact)?.let { page ->
            buttons.wide(buttons.words(page.secureDing, Weight.SOFT, R.drawable.ding) {
                host.go(Route(Route.DING, "$contact:$level"))
            })?.let { add(it) }
        }
        if (view.remedies.isNotEmpty()) add(secure.remedies(view.remedies))
    }

    private fun stops(all: List<LevelStop>): View = Flow(kit.context, kit.dp(8)).apply {
        for (stop in all) {
            val weight = if (stop.chosen) Weight.MAIN else Weight.SOFT
            addView(buttons.plain(stop.title.words, weight) { host.replace(Route(Route.SECURE, "$contact:${stop.level}")) }.apply {
                isSelected = stop.chosen
            })
        }
    }

    /** The core knows whether there is a call to bring to the level, or one to make. */
    private fun start() = host.withMicrophone {
        if (host.run { it.startSecure(contact.ifEmpty { null }, level) }) host.replace(Route(Route.CALL))
    }
}
