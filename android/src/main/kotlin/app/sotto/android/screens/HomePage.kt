package app.sotto.android.screens

import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.widget.LinearLayout
import app.sotto.ChatsView
import app.sotto.ContactsView
import app.sotto.DingLine
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.ui.*

/** Chats, contacts and Dings. `about` names the part that is shown. */
class HomePage(host: Host, about: String) : Screen(host) {
    private val part = about.takeIf { it in setOf(CHATS, CONTACTS, DINGS) } ?: CONTACTS
    private val search = kit.field(host.word("search"), R.id.search)
    private val list = Slot(kit.context)
    private val adding = Slot(kit.context)
    private val lines = Lines(kit, buttons, host)

    override val view: View = kit.column {
        add(kit.row(4) {
            minimumHeight = kit.dp(56)
            setPadding(kit.dp(16), kit.dp(4), kit.dp(4), kit.dp(4))
            add(heading(host.word(part)), weight = 1f)
            add(buttons.picture(host.word("settings"), R.drawable.settings) { host.go(Route(Route.SETTINGS)) })
        })
        add(kit.scrolling(body(8) {
            if (part == CONTACTS) add(search)
            if (part == CONTACTS) add(adding)
            add(list)
        }), weight = 1f)
        add(kit.line())
        add(tabs())
    }

    init {
        search.addTextChangedListener(object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

            override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

            override fun afterTextChanged(text: Editable?) = bind(host.phone)
        })
    }

    override fun bind(phone: Phone) = when (part) {
        CHATS -> list.show(phone.chatsView()) { chats(it) }
        DINGS -> list.show(phone.dingsView()) { dings(it) }
        else -> {
            val view = phone.contactsView(search.text.toString().ifBlank { null })
            adding.show(view.add) { add(adders(view)) }
            list.show(view.lines to view.empty) { contacts(view) }
        }
    }

    private fun LinearLayout.chats(view: ChatsView) {
        view.empty?.let { add(lines.empty(it, R.drawable.chat)) }
        view.lines.forEach { add(lines.chat(it)) }
    }

    private fun LinearLayout.contacts(view: ContactsView) {
        view.empty?.let { add(lines.empty(it, R.drawable.person)) }
        view.lines.forEach { add(lines.contact(it)) }
    }

    private fun LinearLayout.dings(all: List<DingLine>) = all.forEach {
        when (it) {
            is DingLine.Received -> add(lines.received(it.view))
            is DingLine.Sent -> add(lines.sent(it.view))
        }
    }

    /** Ways to add someone, as the core orders them: scan, paste, picture, my card. */
    private fun adders(view: ContactsView): View = Flow(kit.context, kit.dp(8)).apply {
        val routes = listOf(Route.SCANNER, Route.FOUND, Route.SCANNER, Route.MY_CARD)
        val icons = listOf(R.drawable.scan, R.drawable.add, R.drawable.picture, R.drawable.card)
        view.add.forEachIndexed { index, control ->
            if (index == PICTURE) return@forEachIndexed
            val weight = if (index == 0) Weight.MAIN else Weight.SOFT
            buttons.words(control, weight, icons[index]) { host.go(Route(routes[index])) }?.let(::addView)
        }
    }

    private fun tabs(): View = kit.row(0) {
        val icons = mapOf(CHATS to R.drawable.chat, CONTACTS to R.drawable.person, DINGS to R.drawable.ding)
        for ((name, icon) in icons) {
            add(buttons.plain(host.word(name), if (name == part) Weight.SOFT else Weight.PLAIN) { host.replace(Route(Route.HOME, name)) }.apply {
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
        private const val PICTURE = 2
    }
}
