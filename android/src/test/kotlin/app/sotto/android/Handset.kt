package app.sotto.android

import android.Manifest
import android.animation.ValueAnimator
import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.net.Uri
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.os.PowerManager
import android.telecom.ConnectionRequest
import android.view.PixelCopy
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import app.sotto.Sight
import app.sotto.Answer
import app.sotto.Attestation
import app.sotto.KeyVault
import app.sotto.OpenConfig
import app.sotto.Operation
import app.sotto.Phone
import app.sotto.PlatformHooks
import app.sotto.VaultException
import java.io.File
import java.nio.ByteBuffer
import java.nio.file.Files
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.runBlocking
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.util.ReflectionHelpers

/** How long anything on loopback may take before a test fails: a busy machine is slow. */
const val LIMIT_MS = 60_000L

/** The join link of the server that `cargo xtask test android` runs for these tests. */
val joinLink: String = checkNotNull(System.getenv("SOTTO_JOIN")) { "run these tests with cargo xtask test android" }

/** The app, as it is: but its key lies in a vault of the test's. */
open class TestApp : SottoApp() {
    override fun onCreate() {
        // the system gives these to every app that names them
        shadowOf(this).grantPermissions(
            Manifest.permission.HIDE_OVERLAY_WINDOWS, Manifest.permission.DETECT_SCREEN_CAPTURE,
            Manifest.permission.DETECT_SCREEN_RECORDING, Manifest.permission.MANAGE_OWN_CALLS,
        )
        // a phone with a sensor at the ear
        shadowOf(getSystemService(PowerManager::class.java)).setIsWakeLockLevelSupported(PowerManager.PROXIMITY_SCREEN_OFF_WAKE_LOCK, true)
        // asked once, in a test of its own
        app.sotto.android.Choices(this).asked = true
        // nothing moves: a motion without end would keep the main thread busy
        ReflectionHelpers.callStaticMethod<Unit>(
            ValueAnimator::class.java, "setDurationScale", ReflectionHelpers.ClassParameter.from(Float::class.java, 0f),
        )
        super.onCreate()
    }

    /** When the core asked for each operation to be forbidden, and when it was: nanoseconds. */
    val asked = java.util.concurrent.ConcurrentLinkedQueue<Triple<Operation, Long, Long>>()

    override fun open() = session.open(object : PlatformHooks by levers {
        override fun forbid(operation: Operation, number: ULong): Answer? {
            val from = System.nanoTime()
            return levers.forbid(operation, number).also { asked += Triple(operation, from, System.nanoTime()) }
        }
    }, TestVault())
}

/** A prohibition of the test's own. */
fun Levers.forbid(operation: Operation): Answer? = forbid(operation, 1uL)

val theApp: TestApp get() = RuntimeEnvironment.getApplication() as TestApp

/** Runs what the main thread has to do, until something is so. */
fun until(what: String, so: () -> Boolean) = until({ "did not happen: $what" }, so)

fun until(fails: () -> String, so: () -> Boolean) {
    val end = System.nanoTime() + LIMIT_MS * 1_000_000
    while (!so()) {
        check(System.nanoTime() < end, fails)
        // the clock of the main thread goes on as the real one does: what is posted for later comes
        shadowOf(Looper.getMainLooper()).idleFor(java.time.Duration.ofMillis(1))
        Thread.sleep(1)
    }
    shadowOf(Looper.getMainLooper()).idle()
}

/** The phone of the app under test, open. */
val phone: Phone
    get() {
        until("the phone opens") { theApp.session.phone != null || theApp.session.problem != null }
        return checkNotNull(theApp.session.phone) { theApp.session.problem!! }
    }

fun join(name: String) {
    phone.join(joinLink, name)
    until("being reachable") { phone.myCard()?.reachable?.key == "card.online" }
}

/** Sends a Ding, typed or as it was recorded; a secure one where a level is named. */
fun Phone.ding(to: String, typed: String = "", level: Int = 0) {
    val terms = newDing(listOf(to))
    sendDing(if (level > 0) terms.copy(level = level.toUByte()) else terms, typed, secure = level > 0)
}

/** Another person's phone: the same core, without an app around it. */
class Other(hooks: PlatformHooks) : AutoCloseable {
    private val folder = Files.createTempDirectory("sotto-other").toFile()
    val phone: Phone = runBlocking { Phone.open(OpenConfig(folder.path, null, null), hooks, TestVault()) }

    fun join(name: String): Other {
        phone.join(joinLink, name)
        until("$name is reachable") { phone.myCard()?.reachable?.key == "card.online" }
        return this
    }

    /** Two seconds, for a Ding. */
    fun records() {
        phone.startRecording(Sight(inFront = true, locked = false, covered = false))
        val tone = ByteBuffer.allocateDirect(1_920)
        repeat(960) { tone.putShort(if (it / 50 % 2 == 0) 9_000 else -9_000) }
        repeat(100) { phone.pushMicrophone(tone.duplicate().flip() as ByteBuffer) }
        phone.stopRecording()
    }

    override fun close() {
        phone.shutDown()
        folder.deleteRecursively()
    }
}

/** The real levers of a second phone are not there: this one says what it is told to say. */
class SaidHooks(private val answer: (Operation) -> Answer = { Answer.ENFORCED }) : PlatformHooks {
    override fun forbid(operation: Operation, number: ULong): Answer? = answer(operation)

    override fun allow(operation: Operation) = Unit

    override fun speaks() = true

    override fun speak(utterance: ULong, text: String) = false

    override fun attest(challenge: ByteArray): Attestation? = null

    override fun hush() = Unit

    override fun isSimulated() = true
}

class TestVault : KeyVault {
    override fun wrap(key: ByteArray): ByteArray = ByteArray(key.size) { (key[it].toInt() xor 0x5A).toByte() }

    override fun unwrap(wrapped: ByteArray): ByteArray = if (wrapped.isEmpty()) throw VaultException.Foreign() else wrap(wrapped)
}

/** What Telecom asks of the app for the call that it was told of last, or for another. */
fun request(number: ULong? = theApp.calls.duties.call?.number): ConnectionRequest {
    val extras = Bundle()
    number?.let { extras.putLong("number", it.toLong()) }
    return ConnectionRequest(Connections.handle(theApp), Uri.parse("sotto:call"), extras)
}

inline fun <reified A : Activity> open(intent: Intent = Intent(theApp, A::class.java)): ActivityController<A> {
    phone
    return Robolectric.buildActivity(A::class.java, intent).setup().also { shadowOf(Looper.getMainLooper()).idle() }
}

/** Every view of a window. */
fun View.all(): Sequence<View> = sequence {
    yield(this@all)
    if (this@all is ViewGroup) for (index in 0 until childCount) yieldAll(getChildAt(index).all())
}

fun Activity.views(): Sequence<View> = window.decorView.all()

/** The words on the screen. */
fun Activity.words(): String = views().filterIsInstance<TextView>().filter { it.isShown }.joinToString("\n") { it.text }

/** Taps what says this, aloud or on the screen, as soon as it is drawn. */
fun Activity.tap(words: String) {
    fun target() = views().firstOrNull { it.isClickable && it.isShown && (it as? TextView)?.text?.toString() == words }
        ?: views().firstOrNull { it.isClickable && it.isShown && it.contentDescription?.startsWith(words) == true }
    until({ "nothing to tap says “$words”; there is:\n${words()}" }) { target() != null }
    checkNotNull(target()).performClick()
    shadowOf(Looper.getMainLooper()).idle()
}

/** Whether a picture says this and nothing else: one that cannot be used says why. */
fun Activity.offers(words: String): Boolean = views().any { it.isClickable && it.isShown && it.contentDescription?.toString() == words }

/** The window as a person sees it, as a picture of the tests. */
fun Activity.picture(name: String) {
    shadowOf(Looper.getMainLooper()).idle()
    val view = window.decorView
    val bitmap = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
    val copied = AtomicBoolean()
    PixelCopy.request(window, bitmap, { copied.set(it == PixelCopy.SUCCESS) }, Handler(Looper.getMainLooper()))
    until("the picture") { copied.get() }
    val folder = File(checkNotNull(System.getProperty("sotto.screens"))).apply { mkdirs() }
    File(folder, "$name.png").outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
}

/** As the end of the process: nothing of it goes on. */
fun Session.close() {
    ReflectionHelpers.getField<CoroutineScope>(this, "scope").cancel()
    phone?.shutDown()
    ReflectionHelpers.setField(this, "phone", null)
    ReflectionHelpers.getField<Set<Session.Listener>>(this, "listeners").toList().forEach { it.settled() }
}

/** Ends the app of a test: the next one opens its own. */
fun closeApp() {
    theApp.session.close()
    // levers are pulled on this very thread, which waited for the phone to close
    Operation.entries.forEach(theApp.levers::allow)
}

/** Writes into a field. */
fun Activity.write(field: Int, words: String) = checkNotNull(findViewById<TextView>(field)) { "no such field" }.setText(words)
