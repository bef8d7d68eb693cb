package app.sotto.android.screens

import android.view.View
import app.sotto.Phone
import app.sotto.android.ui.*
import app.sotto.Eyeglasses
import app.sotto.Look
import app.sotto.Text
import app.sotto.android.R

/** The first screen: a join link, scanned or pasted, and a name. `about`: the link that was opened or scanned. */
class JoinPage(host: Host, about: String) : Screen(host) {
    private val link = kit.field(host.word("join_link"), R.id.join_link, lines = 3).apply { setText(about) }
    private val name = kit.field(host.word("join_name"), R.id.join_name)
    private val mark = Eyeglasses(Look.FILLED, Text("", emptyList(), ""))
    private val state = Slot(kit.context)

    override val view: View = kit.scrolling(body(16) {
        setPadding(kit.dp(24), kit.dp(40), kit.dp(24), kit.dp(24))
        add(kit.eyeglasses(mark, 72).apply { importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO })
        add(heading(host.word("join_title")).also { (it as android.widget.TextView).textSize = 26f })
        add(kit.text(host.word("join_how")))
        add(buttons.wide(buttons.plain(host.word("join_scan"), Weight.SOFT, R.drawable.scan) { host.go(Route(Route.SCANNER)) })!!)
        add(link)
        add(name)
        add(kit.text(host.word("join_name_how"), Kit.Style.SMALL))
        add(state)
        add(buttons.wide(buttons.plain(host.word("join"), Weight.MAIN) { join() })!!)
    })

    override fun bind(phone: Phone) {
        if (phone.myCard() != null) host.replace(Route(Route.LEVELS))
    }

    private fun join() {
        val taken = host.run { it.join(link.text.toString().trim(), name.text.toString().trim()) }
        state.show(taken) { if (it) add(kit.banner(listOf(host.word("joining")), loud = false)) }
    }
}
