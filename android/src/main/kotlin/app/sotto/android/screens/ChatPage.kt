package app.sotto.android.screens

import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import android.widget.ScrollView
import app.sotto.ChatView
import app.sotto.MessageLine
import app.sotto.OpenException
import app.sotto.Phone
import app.sotto.android.MainThread
import app.sotto.android.R
import app.sotto.android.said
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/** One chat, with the eyeglasses in its bar (S1.1). `about`: the contact's id. */
class ChatPage(host: Host, private val about: String) : Screen(host) {
    private val title = Slot(kit.context, LinearLayout.HORIZONTAL)
    private val actions = Slot(kit.context, LinearLayout.HORIZONTAL)
    private val head = Slot(kit.context, gap = kit.dp(8))
    private val list = Slot(kit.context)
    private val sending = Slot(kit.context)
    private val composer = kit.field("", R.id.message, lines = 5)
    private val lines = Lines(kit, buttons, host)
    private val scroll: ScrollView
    private var reading: Job? = null
    private var last: ChatView? = null

    override val view: View

    init {
        val body = body(8) {
            add(head)
            add(list)
        }
        scroll = kit.scrolling(body) as ScrollView
        view = kit.column {
            add(bar(title, actions))
            add(scroll, weight = 1f)
            add(kit.row(8) {
                setPadding(kit.dp(12), kit.dp(8), kit.dp(12), kit.dp(8))
                add(composer, weight = 1f)
                add(sending)
            })
        }
    }

    override fun isSecure(phone: Phone): Boolean = last?.secureNote != null

    /** Messages are read from the disk: they come a moment later. */
    override fun bind(phone: Phone) {
        reading?.cancel()
        reading = CoroutineScope(MainThread).launch {
            try {
                show(phone.chatView(about, null, PAGE))
            } catch (unreadable: OpenException) {
                host.tell(unreadable.said())
            }
        }
    }

    override fun hidden() {
        reading?.cancel()
    }

    private fun show(chat: ChatView?) {
        last = chat
        if (chat == null) return title.show(null) { add(heading(host.word("gone"))) }
        title.show(chat.title to chat.verified) { (name, verified) ->
            gravity = Gravity.CENTER_VERTICAL
            add(heading(name.words))
            verified?.let { add(lines.mark(it)) }
        }
        actions.show(Triple(chat.call, chat.eyeglasses, chat.secureScreen)) {
            buttons.picture(chat.call, R.drawable.call) { dial() }?.let { add(it) }
            buttons.picture(chat.secureScreen, R.drawable.eyeglasses) { host.go(Route(Route.SECURE, about)) }?.let {
                it.imageTintList = null
                it.setImageDrawable(kit.eyeglasses(chat.eyeglasses).drawable)
                it.contentDescription = "${chat.secureScreen.label.words}. ${chat.eyeglasses.label.words}"
                add(it)
            }
        }
        head.show(listOf(chat.stranger, chat.secureNote, chat.accept)) {
            chat.secureNote?.let { add(kit.banner(listOf(it.words), loud = false)) }
            chat.stranger?.let { add(kit.banner(listOf(it.words), loud = false)) }
            buttons.words(chat.accept, Weight.MAIN) { host.run { it.acceptChat(about) } }?.let { add(it) }
        }
        list.show(chat.messages to chat.empty) { (messages, empty) ->
            empty?.let { add(lines.empty(it, R.drawable.chat)) }
            messages.forEach { add(message(it)) }
            scroll.post { scroll.fullScroll(View.FOCUS_DOWN) }
        }
        composer.hint = chat.hint.words
        sending.show(chat.send) { control -> buttons.picture(control, R.drawable.send) { send() }?.let { add(it) } }
        chat.messages.lastOrNull { !it.mine }?.let { newest -> host.run { it.markRead(about, newest.id) } }
    }

    private fun message(line: MessageLine): View = kit.column(2) {
        val mine = line.mine
        val bubble = kit.column(2) {
            background = kit.round(if (mine) kit.palette.soft else kit.palette.surface, 16)
            setPadding(kit.dp(14), kit.dp(8), kit.dp(14), kit.dp(8))
            add(kit.text(line.text).apply {
                if (mine) setTextColor(kit.palette.onSoft)
                maxWidth = kit.dp(480)
                setTextIsSelectable(!line.secure)
            })
            val state = listOfNotNull(line.ago.words, line.tick?.words).joinToString(" · ")
            add(kit.text(state, Style.SMALL).apply {
                textSize = 12f
                if (mine) setTextColor(kit.palette.onSoft)
                if (line.failed) setTextColor(kit.palette.alarm)
            })
            layoutParams = LinearLayout.LayoutParams(WRAP_CONTENT, WRAP_CONTENT).apply {
                gravity = if (mine) Gravity.END else Gravity.START
                marginStart = if (mine) kit.dp(48) else 0
                marginEnd = if (mine) 0 else kit.dp(48)
            }
        }
        setPadding(0, kit.dp(3), 0, kit.dp(3))
        add(bubble)
    }

    private fun dial() = host.withMicrophone {
        if (host.run { it.dial(about, 0u) }) host.go(Route(Route.CALL))
    }

    private fun send() {
        if (host.run { it.sendText(about, composer.text.toString()) }) composer.setText("")
    }

    private companion object {
        /** Messages read at once. */
        const val PAGE = 100u
    }
}
