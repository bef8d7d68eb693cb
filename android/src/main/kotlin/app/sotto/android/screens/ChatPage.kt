package app.sotto.android

import android.view.*
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import app.sotto.*
import kotlinx.coroutines.*

/** Messages read at once. */
private const val PAGE = 100u

/** One chat, with the eyeglasses in its bar (S1.1), and the secure chat in it. `about`: the contact's id. */
class ChatPage(host: Host, private val about: String) : Screen(host) {
    private val title = Slot(kit.context, LinearLayout.HORIZONTAL)
    private val actions = Slot(kit.context, LinearLayout.HORIZONTAL)
    private val rows = Rows(kit, fromBelow = true)
    private val note = Slot(kit.context, gap = kit.dp(8))
    private val answers = Slot(kit.context)
    private val sending = Slot(kit.context)
    private val composer = kit.field("", R.id.message, lines = 5)

    /** For what is not kept: the system saves no field without a name, and neither does the way. */
    private val passing = kit.field("", View.NO_ID, lines = 5)
    private val lines = Lines(kit, buttons, host)
    private val secure = Secure(host)
    private var reading: Job? = null

    /** How many pages of messages are shown: one more each time that the first comes into sight. */
    private var pages = 1

    override val view: View = page(title, actions, kit.column {
        // what secure mode says stays in sight above the messages, and scrolls where it is long
        add(Bounded(kit.context, kit.scrolling(kit.column { add(note) }.apply { setPadding(kit.dp(16), 0, kit.dp(16), 0) })))
        // the answer is in reach, however long that is
        add(kit.column { add(answers) }.apply { setPadding(kit.dp(16), kit.dp(8), kit.dp(16), kit.dp(4)) })
        add(Centred(kit.context, kit.dp(640)).apply { addView(rows, -1, -1) }, weight = 1f)
    }, kit.row(8) {
        setPadding(kit.dp(12), kit.dp(8), kit.dp(12), kit.dp(8))
        for (field in listOf(composer, passing)) add(field.apply { visibility = View.GONE }, weight = 1f)
        add(sending)
    })

    override fun isSecure(phone: Phone): Boolean = phone.chatSecure(about)

    /** Messages are read from the disk: they come a moment later. */
    override fun bind(phone: Phone) {
        reading?.cancel()
        reading = CoroutineScope(MainThread).launch {
            try {
                val newest = phone.chatView(about, null, PAGE)
                val messages = ArrayDeque(newest?.messages.orEmpty())
                var full = messages.size >= PAGE.toInt()
                // each page is asked for anew: what may be shown is the core's to say, now
                for (page in 1 until pages) {
                    if (!full) break
                    val older = phone.chatView(about, messages.first().id, PAGE)?.messages.orEmpty().filter { !it.secure }
                    full = older.size >= PAGE.toInt()
                    messages.addAll(0, older)
                }
                show(newest, messages, full)
            } catch (unreadable: OpenException) {
                host.tell(unreadable.said())
            }
        }
    }

    override fun hidden() = reading?.cancel() ?: Unit

    private fun show(chat: ChatView?, messages: List<MessageLine>, more: Boolean) {
        if (chat == null) return title.show(null) { add(heading(host.word("gone"))) }
        title.show(chat.title to chat.verified) { (name, verified) ->
            gravity = Gravity.CENTER_VERTICAL
            add(heading(name.words))
            verified?.let { add(lines.mark(it)) }
        }
        actions.show(Triple(chat.call, chat.eyeglasses, chat.secureScreen)) {
            buttons.picture(chat.call, R.drawable.call) { host.withMicrophone { host.run { it.dial(about, 0u) } } }?.let { add(it) }
            buttons.glasses(chat.secureScreen, chat.eyeglasses) { host.go(Route(Place.SECURE, about)) }?.let { add(it) }
        }
        note.show(listOf(chat.stranger, chat.secureNote, chat.session, chat.left, chat.dismiss)) {
            chat.session?.let { session(it) }
            chat.secureNote?.let { add(kit.banner(listOf(it.words), loud = false)) }
            if (chat.left.isNotEmpty()) add(kit.banner(chat.left.map { it.words }, loud = false))
            button(chat.dismiss, Weight.SOFT, R.drawable.check) { host.run { it.leaveSecureChat() } }
            chat.stranger?.let { add(kit.banner(listOf(it.words), loud = false)) }
        }
        answers.show(listOf(chat.accept, chat.session?.join, chat.session?.leave)) {
            flow {
                chat.session?.let { view ->
                    button(view.join, Weight.MAIN, R.drawable.eyeglasses) { host.arm { it.joinSecureChat() } }
                    button(view.leave, Weight.PLAIN, R.drawable.close) { host.run { it.leaveSecureChat() } }
                }
                button(chat.accept, Weight.MAIN) { host.run { it.acceptChat(about) } }
            }
        }
        // nothing is to be read while something forbidden goes on
        rows.visibility = if (chat.session?.banners?.any { it.coversScreen } == true) View.INVISIBLE else View.VISIBLE
        rows.head.show(chat.empty) { empty -> empty?.let { add(lines.empty(it.words, R.drawable.chat)) } }
        rows.show(messages, if (more) ({ older(messages.size) }) else null, ::message)
        composer.visibility = if (chat.kept) View.VISIBLE else View.GONE
        passing.visibility = if (chat.kept) View.GONE else View.VISIBLE
        if (chat.kept && passing.length() > 0) passing.setText("")
        val field = if (chat.kept) composer else passing
        field.hint = chat.hint.words
        sending.show(chat.send to chat.kept) { (control, kept) ->
            buttons.picture(control, R.drawable.send) { if (host.run { it.sendText(about, "${field.text}", kept) }) field.setText("") }?.let { add(it) }
        }
        // what of it counts as read is the core's to say
        chat.messages.lastOrNull()?.let { newest -> quietly { host.phone.chatSeen(about, newest.id, host.sight) } }
    }

    /** One page more, once for each time that all of those before are there. */
    private fun older(shown: Int) {
        if (shown < pages * PAGE.toInt()) return
        pages++
        bind(host.phone)
    }

    /** Secure mode without a call: what it forbids, what both phones do, and the way in and out. */
    private fun LinearLayout.session(view: SessionView) {
        add(kit.row(12) {
            add(kit.eyeglasses(view.eyeglasses, 40))
            add(kit.column(2) {
                add(kit.text(view.levelWords, Style.STRONG))
                add(kit.text(view.words).apply { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE })
            }, weight = 1f)
        })
        view.because.forEach { add(kit.text(it, Style.SMALL)) }
        view.willForbid?.let { add(kit.promise(it, view.forbids)) }
        parts(secure, view.banners, view.question, view.columns, view.remedies)
        view.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
    }

    private fun message(line: MessageLine): View = kit.column(2) {
        val mine = line.mine
        val bubble = kit.column(2) {
            background = kit.round(if (mine) kit.palette.soft else kit.palette.surface, 16)
            setPadding(kit.dp(14), kit.dp(8), kit.dp(14), kit.dp(8))
            add((if (line.secure) kit.text(line.text) else kit.selectable(line.text)).apply {
                if (mine) setTextColor(kit.palette.onSoft)
                maxWidth = kit.dp(480)
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
}
