package app.sotto.android.screens

import android.widget.LinearLayout
import app.sotto.Phone
import app.sotto.SecureView
import app.sotto.android.R
import app.sotto.android.system.readers
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** The secure screen: levels, what both phones do, start. `about`: the contact's id, and the level that was tapped after `:`. */
class SecurePage(host: Host, about: String) : Page<SecureView>(host) {
    private val contact = about.substringBefore(':')
    private val level = about.substringAfter(':', "").toUByteOrNull()
    private val secure = Secure(host)

    override fun isSecure(phone: Phone): Boolean = true
    override fun read(phone: Phone) = phone.secureView(level)
    override fun title(of: SecureView) = of.stops.firstOrNull { it.chosen }?.title?.words.orEmpty()

    override fun LinearLayout.fill(of: SecureView) {
        add(kit.eyeglasses(of.eyeglasses, 48))
        of.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
        flow {
            for (stop in of.stops) addView(buttons.choice(stop.title.words, stop.chosen) {
                host.replace(Route(Route.SECURE, "$contact:${stop.level}"))
            })
        }
        for (stop in of.stops) if (stop.chosen) add(kit.card { with(kit) { all(stop.forbids, before = "· ") } })
        of.because.forEach { add(kit.text(it, Style.SMALL)) }
        add(secure.columns(of.columns))
        readers(kit.context).takeIf { it.isNotEmpty() }?.let { add(kit.banner(listOf(host.word("readers")) + it, loud = false)) }
        wide(of.start, Weight.MAIN, R.drawable.call) { start(of) }
        wide(of.chatOnly, Weight.SOFT, R.drawable.chat) { if (host.run { it.askSecureChat(contact, of.chosen) }) host.replace(Route(Route.CHAT, contact)) }
        wide(of.ding, Weight.SOFT, R.drawable.ding) { host.go(Route(Route.DING, "$contact:${of.chosen}")) }
        if (of.remedies.isNotEmpty()) add(secure.remedies(of.remedies))
    }

    /** The core knows whether there is a call to bring to the level, or one to make. */
    private fun start(of: SecureView) = host.withMicrophone {
        // drawn after the levers are pulled
        if (host.run { it.startSecure(contact.ifEmpty { null }, of.chosen) }) view.post { host.replace(Route(Route.CALL)) }
    }
}
