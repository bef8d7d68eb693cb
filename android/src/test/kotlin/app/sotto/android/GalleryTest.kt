package app.sotto.android

import android.content.Intent
import android.view.ContextThemeWrapper
import android.widget.ImageButton
import android.widget.LinearLayout
import app.sotto.Operation
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/**
 * Every screen, with real data of a real phone: drawn in each look into target/screens/android, walked for what people
 * who do not see cannot use, and in secure mode for windows that can be captured. A screen that is added is in it by
 * itself, as all come from [Place].
 */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class GalleryTest {
    private class Look(val name: String, val qualifiers: String, val language: String, val letters: Float)

    private val looks = listOf(
        Look("light", "+notnight", "en", 1f),
        Look("dark", "+night", "en", 1f),
        Look("arabic", "+ldrtl-notnight", "ar", 1f),
        Look("chinese", "+ldltr-notnight", "zh-Hans", 1f),
        Look("large", "+ldltr-notnight", "en", 2f),
        Look("tablet", "+ldltr-w1280dp-h800dp-land-notnight", "en", 1f),
    )

    /** What each screen is about. One that is not named here is drawn with nothing. */
    private fun abouts(pair: TwoPhones, ding: String, sent: String): Map<Place, List<String>> = mapOf(
        Place.HOME to listOf("chats", "contacts", "dings"),
        Place.CONTACT to listOf(pair.bobsId),
        Place.CHAT to listOf(pair.bobsId),
        Place.SECURE to listOf("${pair.bobsId}:2"),
        Place.LEVELS to listOf("0", "2"),
        Place.DING to listOf("${pair.bobsId}:3"),
        Place.INCOMING_DING to listOf(ding),
        Place.SENT_DING to listOf(sent),
        Place.FOUND to listOf("scanned:https://example.org/win", "pasted:+49 30 1234567"),
    )

    @Test
    fun `every screen in every look, spoken and large enough to be hit`() {
        TwoPhones().use { pair ->
            pair.bob.phone.sendText(pair.alicesId, "The plans are on your desk. Can we talk tonight?", kept = true)
            phone.sendText(pair.bobsId, "Yes, at eight", kept = true)
            pair.bob.phone.ding(pair.alicesId, "Bring the keys", level = 2)
            phone.ding(pair.bobsId, "Call the plumber", level = 1)
            until("everything came") { phone.dingsView().size == 2 && phone.chatsView().lines.size == 1 }
            val dings = phone.dingsView()
            val received = dings.firstNotNullOf { (it as? app.sotto.DingLine.Received)?.view?.id }
            val sent = dings.firstNotNullOf { (it as? app.sotto.DingLine.Sent)?.view?.id }
            // one that rings would come in front of every screen
            phone.remindLater(received, 60u)
            until("it is quiet") { phone.incomingDingView() == null }
            val faults = mutableListOf<String>()
            // the first run and a call are drawn in tests of their own
            for (look in looks) inLook(look) {
                for (name in Place.entries - Place.CALL - Place.JOIN) for (about in abouts(pair, received, sent)[name] ?: listOf("")) {
                    val controller = open<MainActivity>()
                    val activity = controller.get()
                    activity.go(Route(name, about))
                    // its messages come a moment later
                    until("the phone's answer") { name != Place.CHAT || activity.views().any { it is Rows && it.count == 3 && it.childCount == 3 } }
                    val part = if (name == Place.HOME || name == Place.LEVELS) "_$about" else if (name == Place.FOUND) "_${about.substringBefore(':')}" else ""
                    faults += activity.drawn("${name.name.lowercase()}$part", look)
                    controller.pause().stop().destroy()
                }
            }
            assertEquals(emptyList(), faults.distinct())
        }
    }

    private fun inLook(look: Look, draw: () -> Unit) {
        // what the look before changed and this one does not
        RuntimeEnvironment.setQualifiers("+ldltr-w393dp-h852dp-port")
        RuntimeEnvironment.setQualifiers(look.qualifiers)
        RuntimeEnvironment.setFontScale(look.letters)
        phone.chooseLanguage(app.sotto.languageOf(look.language))
        theApp.session.speak()
        draw()
    }

    /** Draws it, and says what is wrong with it. */
    private fun android.app.Activity.drawn(name: String, look: Look): List<String> {
        picture("${name}_${look.name}")
        return faults().map { "$name, ${look.name}: $it" }
    }

    @Test
    fun `the first run in every look`() {
        phone
        val faults = mutableListOf<String>()
        for (look in looks) inLook(look) {
            for (about in listOf("", joinLink)) {
                val controller = open<MainActivity>()
                controller.get().go(Route(Place.JOIN, about))
                faults += controller.get().drawn(if (about.isEmpty()) "join" else "join_name", look)
                controller.pause().stop().destroy()
            }
        }
        assertEquals(emptyList(), faults.distinct())
        closeApp()
    }

    @Test
    fun `a call at level 3 in every look, ringing and running`() {
        TwoPhones().use { pair ->
            val faults = mutableListOf<String>()
            fun look(state: String) = looks.forEach { look ->
                inLook(look) {
                    val controller = open<CallActivity>(Intent(theApp, CallActivity::class.java))
                    val activity = controller.get()
                    until("the call") { activity.screen is CallPage && activity.views().count { it is ImageButton } > 1 }
                    assertEquals(emptyList(), capturable())
                    faults += activity.drawn("call_$state", look)
                    controller.pause().stop().destroy()
                }
            }
            pair.bobRings(3)
            look("ringing")
            phone.answer()
            pair.connected()
            look("running")
            phone.hangUp()
            until("the end") { phone.ended() != null }
            assertEquals(emptyList(), faults.distinct())
        }
    }

    @Test
    fun `in secure mode no window of any screen can be captured, with sheets and notices too`() {
        TwoPhones().use { pair ->
            val bob = pair.bobsId
            phone.dial(bob, 3u)
            pair.bobAnswers()
            until("secure mode holds") { theApp.levers.holds(Operation.SCREENSHOT) && (phone.callScreen() as app.sotto.CallScreen.Running).view.level == 3.toUByte() }
            for (name in Place.entries) {
                val controller = open<MainActivity>()
                val activity = controller.get()
                activity.go(Route(name, if (name == Place.CONTACT || name == Place.CHAT) bob else ""))
                activity.tell("A notice")
                activity.sure("Delete") { }
                activity.permitted(android.Manifest.permission.RECORD_AUDIO, "Why") { }
                activity.views().filterIsInstance<android.widget.EditText>().forEach {
                    it.requestFocus()
                    it.performLongClick()
                }
                assertTrue(windows().isNotEmpty())
                assertEquals(emptyList(), capturable(), "$name")
                controller.pause().stop().destroy()
            }
            val call = open<CallActivity>(Intent(theApp, CallActivity::class.java)).get()
            assertEquals(emptyList(), capturable())
            // the walk finds a window that nobody told the levers of
            val stray = android.app.AlertDialog.Builder(call).setMessage("x").show()
            assertEquals(1, capturable().size)
            stray.dismiss()
            phone.hangUp()
            until("everything is allowed again") { !theApp.levers.holds(Operation.SCREENSHOT) }
            assertEquals(windows().size, capturable().size)
        }
    }

    @Test
    fun `the walk finds a button that says nothing and is too small`() {
        val activity = open<MainActivity>().get()
        val bad = LinearLayout(activity).apply {
            addView(ImageButton(activity).apply { setOnClickListener { } }, 20, 20)
        }
        activity.setContentView(bad)
        until("it is laid out") { bad.getChildAt(0).width > 0 }
        val faults = activity.faults()
        assertTrue(faults.any { "says nothing" in it } && faults.any { "less than 48 dp" in it }, "$faults")
        closeApp()
    }

    @Test
    fun `every text can be read on its ground, in each look`() {
        val themed = ContextThemeWrapper(theApp, R.style.Sotto)
        for (night in listOf("notnight", "night")) {
            RuntimeEnvironment.setQualifiers("+$night")
            for (palette in listOf(Palette(themed), Palette(theApp), Palette(themed, secure = true))) {
                val pairs = listOf(
                    palette.text to palette.ground, palette.quiet to palette.ground, palette.accent to palette.ground,
                    palette.text to palette.surface, palette.quiet to palette.surface, palette.onAccent to palette.accent,
                    palette.onSoft to palette.soft, palette.ground to palette.alarm, palette.accent to palette.surface,
                )
                for ((ink, ground) in pairs) assertTrue(contrast(ink, ground) >= 4.5, "${Integer.toHexString(ink)} on ${Integer.toHexString(ground)}")
            }
        }
        closeApp()
    }

    @Test
    fun `every word that the shell says is there in every language`() {
        val sources = java.io.File(System.getProperty("sotto.sources")!!, "src/main/kotlin").walkTopDown().filter { it.extension == "kt" }
        val used = sources.flatMap { Regex("""\bword\("([a-z_]+)"\)|say\("([a-z_]+)"\)""").findAll(it.readText()) }
            .map { it.groupValues.drop(1).first(String::isNotEmpty) }.toSet()
        assertTrue(used.size > 30)
        // those that are asked for by a name that is kept somewhere: parts of the first screen, channels, what runs
        val kept = sources.flatMap { Regex("\"([a-z_]+)\"").findAll(it.readText()) }.map { it.groupValues[1] }
            .filter { app.sotto.shellWords("shell.$it", app.sotto.Language.ENGLISH) != null }.toSet()
        assertTrue(kept.containsAll(listOf("in_call", "running", "channel_calls", "dings")), "$kept")
        for (language in app.sotto.languages()) for (key in used + kept) {
            assertTrue(!app.sotto.shellWords("shell.$key", language.language).isNullOrBlank(), "$key in ${language.tag}")
        }
        closeApp()
    }
}
