package app.sotto.android.screens

import android.view.View
import android.widget.LinearLayout
import app.sotto.GestureView
import app.sotto.MyCard
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.system.AppLock
import app.sotto.android.system.Choices
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style
import app.sotto.languages

/** Settings of this phone: those of the core that are exported, and the shell's own. */
class SettingsPage(host: Host, about: String) : Screen(host) {
    private val choices = Choices(kit.context)
    private val server = Slot(kit.context)
    private val gesture = Slot(kit.context)

    override val view: View = page(title = heading(host.word("settings")), actions = null, body = body(16) {
        add(server)
        add(kit.card {
            add(kit.text(host.word("language"), Style.HEAD))
            add(Flow(kit.context, kit.dp(8)).apply {
                for (choice in languages()) {
                    addView(buttons.plain(choice.ownName, Weight.SOFT) { choices.speak(choice.tag) })
                }
            })
        })
        add(gesture)
        add(kit.card {
            add(buttons.check(host.word("lock_setting"), choices.locks) { wanted ->
                if (wanted && !AppLock.possible(kit.context)) host.tell(host.word("lock_none")) else choices.locks = wanted
            })
            add(buttons.check(host.word("read_setting"), choices.tellsRead) { tell ->
                if (host.run { it.tellRead(tell) }) choices.tellsRead = tell
            })
        })
        add(kit.card {
            add(kit.text(host.word("about"), Style.HEAD))
            add(kit.text("${host.word("version")} ${version()}"))
            add(kit.text(host.word("licences"), Style.SMALL))
            add(kit.text("Apache-2.0: JNA, kotlinx.coroutines, Kotlin · BSD: libopus", Style.SMALL))
        })
    })

    override fun bind(phone: Phone) {
        server.show(phone.myCard()) { card -> if (card != null) server(card) }
        gesture.show(phone.gestureView()) { view -> add(kit.card { gesture(view) }) }
    }

    /** The preset gesture (S1.1): taught here, recognised everywhere in the app. */
    private fun LinearLayout.gesture(view: GestureView) {
        add(kit.text(view.title, Style.HEAD))
        add(kit.text(view.state))
        val teaching = view.teaching
        if (teaching == null) {
            for (kind in view.kinds) buttons.words(kind.teach) { host.run { it.teachGesture(kind.kind, 1u) } }?.let { add(it) }
            view.forget?.let { control -> buttons.words(control, Weight.PLAIN) { host.run { it.forgetGesture() } }?.let { add(it) } }
            return
        }
        add(kit.text(teaching.how, Style.STRONG))
        add(kit.text(teaching.progress))
        teaching.note?.let { add(kit.text(it)) }
        buttons.words(teaching.stop, Weight.PLAIN) { host.run { it.stopTeaching() } }?.let { add(it) }
    }

    private fun LinearLayout.server(card: MyCard) {
        add(kit.card {
            add(kit.text(host.word("server"), Style.HEAD))
            add(kit.text(card.server, Style.STRONG))
            add(kit.text(card.reachable))
            add(buttons.plain(host.phone.contactsView(null).add.last().label.words, Weight.SOFT, R.drawable.card) { host.go(Route(Route.MY_CARD)) })
        })
    }

    private fun version(): String = kit.context.packageManager.getPackageInfo(kit.context.packageName, 0).versionName.orEmpty()
}
