package app.sotto.android

import android.Manifest
import android.app.NotificationManager
import android.os.Build
import android.provider.Settings
import android.view.View
import app.sotto.*

/** Chats, contacts and Dings. `about` names the part that is shown. */
class HomePage(host: Host, about: String) : Screen(host) {
    private val part = about.takeIf { it in setOf(CHATS, CONTACTS, DINGS) } ?: CONTACTS
    private val search = kit.field(host.word("search"), R.id.search) { bind(host.phone) }
    private val rows = Rows(kit)
    private val lines = Lines(kit, buttons, host)

    override val view: View = kit.column {
        add(kit.row(4) {
            minimumHeight = kit.dp(56)
            setPadding(kit.dp(16), kit.dp(4), kit.dp(4), kit.dp(4))
            add(heading(host.word(part)), weight = 1f)
            add(buttons.picture(host.word("settings"), R.drawable.settings) { host.go(Route(Place.SETTINGS)) })
        })
        if (part == CONTACTS) add(kit.column { add(search) }.apply { setPadding(kit.dp(16), 0, kit.dp(16), kit.dp(4)) })
        add(Centred(kit.context, kit.dp(640)).apply { addView(rows, -1, -1) }, weight = 1f)
        add(kit.line())
        add(tabs())
    }

    override fun bind(phone: Phone): Unit = if (phone.firstRunView().needed) host.replace(Route(Place.JOIN)) else when (part) {
        CHATS -> phone.chatsView().let { view ->
            rows.head.show(view.left to view.empty) { (left, empty) ->
                if (left.isNotEmpty()) add(kit.banner(left.map { it.words }, loud = false))
                button(view.dismiss, Weight.SOFT, R.drawable.check) { host.run { it.leaveSecureChat() } }
                empty?.let { add(lines.empty(it.words, R.drawable.chat)) }
            }
            rows.show(view.lines, draw = lines::chat)
        }
        DINGS -> phone.dingsView().let { all ->
            rows.head.show(all.isEmpty()) { if (it) add(lines.empty(host.word("dings_none"), R.drawable.ding)) }
            rows.show(all) { if (it is DingLine.Received) lines.received(it.view) else lines.sent((it as DingLine.Sent).view) }
        }
        else -> phone.contactsView(search.text.toString().ifBlank { null }).let { view ->
            rows.head.show(view.add to view.empty) { (adders, empty) ->
                add(adders(adders))
                empty?.let { add(lines.empty(it.words, R.drawable.person)) }
            }
            rows.show(view.lines, draw = lines::contact)
        }
    }

    /** Once there is somebody who could call: whether this phone may ring while the app is closed. */
    override fun shown() {
        val choices = Choices(kit.context)
        if (choices.asked || !host.phone.noticesWanted()) return
        host.permitted(Manifest.permission.POST_NOTIFICATIONS, host.word("notifications_why")) { given ->
            choices.asked = true
            val calls = kit.context.sotto.calls
            // else a call is a line at the top of a locked screen
            if (given && Build.VERSION.SDK_INT >= 34 && !kit.context.service<NotificationManager>().canUseFullScreenIntent()) {
                kit.context.startActivity(calls.systemSetting(Settings.ACTION_MANAGE_APP_USE_FULL_SCREEN_INTENT))
            }
            if (given && !host.phone.pushView().on) host.ask(host.word("stay_why"), listOf(host.word("allow") to { calls.stay(true) }))
        }
    }

    /** Ways to add someone, as the core orders them: scan, paste, picture, my card. */
    private fun adders(all: List<Button>): View = Flow(kit.context, kit.dp(8)).apply {
        val ways = listOf(
            Route(Place.SCANNER) to R.drawable.scan, Route(Place.FOUND) to R.drawable.add,
            Route(Place.SCANNER, ScannerPage.PICTURE) to R.drawable.picture, Route(Place.MY_CARD) to R.drawable.card,
        )
        all.zip(ways).forEachIndexed { index, (control, way) ->
            button(control, if (index == 0) Weight.MAIN else Weight.SOFT, way.second) { host.go(way.first) }
        }
    }

    private fun tabs(): View = kit.row(0) {
        val icons = mapOf(CHATS to R.drawable.chat, CONTACTS to R.drawable.person, DINGS to R.drawable.ding)
        for ((name, icon) in icons) {
            add(buttons.plain(host.word(name), if (name == part) Weight.SOFT else Weight.PLAIN) { host.replace(Route(Place.HOME, name)) }.apply {
                isSelected = name == part
                setCompoundDrawablesRelativeWithIntrinsicBounds(0, icon, 0, 0)
                compoundDrawableTintList = textColors
                compoundDrawablePadding = kit.dp(2)
                textSize = 13f
                maxLines = 1
                setPadding(0, kit.dp(8), 0, kit.dp(8))
            }, weight = 1f)
        }
    }

    companion object {
        const val CHATS = "chats"
        const val CONTACTS = "contacts"
        const val DINGS = "dings"
    }
}
