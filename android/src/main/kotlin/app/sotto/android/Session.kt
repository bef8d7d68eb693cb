package app.sotto.android

import android.content.Context
import android.os.*
import app.sotto.*
import java.io.File
import java.util.concurrent.Executor
import kotlinx.coroutines.*

/** The main thread, for coroutines. */
val MainThread: CoroutineDispatcher = Executor { Handler(Looper.getMainLooper()).post(it) }.asCoroutineDispatcher()

/** No more levers are pulled when none was for this long. */
private const val QUIET_MS = 50L

/** The one phone of this app: opened once, its events passed on to whoever draws, on the main thread. */
class Session(private val context: Context, private val folder: File) {
    /** What listens to it: each event when it comes, and once for all that came meanwhile. */
    interface Listener {
        fun changed(event: Event?)
        fun settled()
    }

    private val scope = CoroutineScope(SupervisorJob() + MainThread)
    private val listeners = linkedSetOf<Listener>()
    private val waiting = mutableListOf<(Phone) -> Unit>()
    private var opening = false
    private val handler = Handler(Looper.getMainLooper())
    private val armed = Runnable {
        val then = after
        after = null
        then?.invoke()
        settle()
    }
    private var settling = false

    /** What is done when the levers are pulled that are waited for; null where none are. */
    private var after: (() -> Unit)? = null

    /** Null while it is being opened, and where it could not be. */
    var phone: Phone? = null
        private set

    /** Why it could not be opened, or has stopped. */
    var problem: String? = null
        private set

    var language: Language = Language.ENGLISH
        private set

    /** Opens the phone, unless it is open or being opened. */
    fun open(hooks: PlatformHooks, vault: KeyVault) {
        if (phone != null || opening) return
        opening = true
        problem = null
        speak()
        scope.launch {
            try {
                val opened = Phone.open(OpenConfig(folder.path, null, language), hooks, vault)
                phone = opened
                listen(opened)
            } catch (refused: OpenException) {
                problem = refused.said()
            }
            opening = false
            speak()
        }
    }

    /** Does it with the phone, as soon as it is open. */
    fun whenOpen(then: (Phone) -> Unit) {
        phone?.let(then) ?: waiting.add(then)
    }

    /** A wake-up came: connects at once, not after the pause that is going on. */
    fun wake(limitMs: Long) = whenOpen { phone ->
        scope.launch {
            // of one that has stopped an event tells
            runCatching { phone.wake(limitMs.toULong()) }
        }
    }

    fun word(key: String): String = checkNotNull(shellWords("shell.$key", language)) { "no word $key" }

    /** The system has another language, or the person chose one: the core keeps what they chose. */
    fun speak() {
        val system = languageOf(context.resources.configuration.locales[0].toLanguageTag()) ?: Language.ENGLISH
        phone?.setLanguage(system)
        language = phone?.settingsView()?.languages?.firstOrNull { it.chosen }?.language ?: system
        tell(null)
    }

    fun add(listener: Listener) = listeners.plusAssign(listener)
    fun remove(listener: Listener) = listeners.minusAssign(listener)

    private fun listen(opened: Phone) {
        val events = opened.events()
        scope.launch {
            waiting.toList().also { waiting.clear() }.forEach { it(opened) }
            while (true) {
                val event = events.next() ?: break
                if (event is Event.Stopped) {
                    problem = event.problem.words
                    phone = null
                }
                tell(event)
            }
        }
    }

    private fun tell(event: Event?) {
        listeners.toList().forEach { it.changed(event) }
        settle()
    }

    /** Screens are drawn once the main thread has nothing else to do: what secure mode asks of the system comes first. */
    fun settle() {
        if (settling || after != null) return
        settling = true
        scope.launch {
            settling = false
            if (after == null) listeners.toList().forEach { it.settled() }
        }
    }

    /** Levers are about to be pulled: nothing is drawn before they are, or before `limitMs`, as drawing would keep them waiting. */
    fun arm(limitMs: Long, then: () -> Unit = { }) {
        after = then
        handler.removeCallbacks(armed)
        handler.postDelayed(armed, limitMs)
    }

    /** Some are pulled; if no more follow in a moment, all are. */
    fun pulled() = after?.let { arm(QUIET_MS, it) } ?: Unit
}

/** What the core says of a refusal. */
fun Exception.said(): String = message.orEmpty().substringAfter("words=")
