package app.sotto.android

import android.app.ActivityManager
import android.view.View
import android.widget.CheckBox
import android.widget.TextView
import app.sotto.Language
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Settings: all that is chosen lies in the core, and the screens show what it says. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class SettingsTest {
    @After
    fun close() = closeApp()

    @Test
    fun `a language is chosen for the app, kept by the core, and given back to the system`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.SETTINGS))
        activity.tap("العربية")
        until("Arabic") { "الإعدادات" in activity.words() }
        assertEquals(View.LAYOUT_DIRECTION_RTL, (activity.window.decorView.all().first { it is app.sotto.android.Frame }).layoutDirection)
        assertEquals(Language.ARABIC, phone.settingsView().languages.single { it.chosen }.language)
        // the system changes its own meanwhile: what the person chose stays
        RuntimeEnvironment.setQualifiers("+zh-rCN")
        theApp.onConfigurationChanged(theApp.resources.configuration)
        assertEquals(Language.ARABIC, theApp.session.language)
        phone.chooseLanguage(null)
        theApp.session.speak()
        assertEquals(Language.CHINESE, theApp.session.language)
    }

    @Test
    fun `read receipts are as the core says, whatever was tapped`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.SETTINGS))
        fun box() = activity.views().filterIsInstance<CheckBox>().first { "read" in it.text }
        val before = phone.settingsView().tellsRead
        assertEquals(before, box().isChecked)
        box().performClick()
        until("the core knows") { phone.settingsView().tellsRead == !before }
        assertEquals(!before, box().isChecked)
    }

    @Test
    fun `everything on this phone is deleted once that was asked`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.SETTINGS))
        val settings = phone.settingsView()
        val kept = File(theApp.filesDir, "phone")
        activity.tap(settings.erase.label.words)
        assertTrue(File(kept, "store.sqlite").exists(), "not before the person is sure")
        // the question lies above, with the same words
        activity.views().filterIsInstance<TextView>().last { it.isClickable && it.text == settings.erase.label.words }.performClick()
        until("all is gone") { shadowOf(theApp.getSystemService(ActivityManager::class.java)).isApplicationUserDataCleared }
        assertEquals(emptyList(), kept.list().orEmpty().toList())
    }

    @Test
    fun `what the core could not delete the system does`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.SETTINGS))
        val settings = phone.settingsView()
        // what stands in the way of deleting a file: a folder of its name, with something in it
        File(theApp.filesDir, "phone/vault.key/stays").mkdirs()
        activity.tap(settings.erase.label.words)
        activity.views().filterIsInstance<TextView>().last { it.isClickable && it.text == settings.erase.label.words }.performClick()
        until("all is gone") { shadowOf(theApp.getSystemService(ActivityManager::class.java)).isApplicationUserDataCleared }
    }

    @Test
    fun `levels for all calls, of one's own, for a contact and for hours are set where the core offers them`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.SECURE_SETTINGS))
            activity.tap("Secure 2")
            assertEquals(2, phone.secureSettingsView().default.single { it.chosen }.level.toInt())
            activity.tap("Add level 4")
            val own = phone.secureSettingsView().own.single()
            activity.picture("secure_settings")
            val free = own.operations.first { !it.forbidden }
            activity.views().filterIsInstance<CheckBox>().first { it.text == free.button.label.words }.performClick()
            assertTrue(phone.secureSettingsView().own.single().operations.single { it.button.label == free.button.label }.forbidden)
            activity.tap("Add a rule")
            activity.tap("Saturday")
            activity.tap("Secure 3")
            activity.picture("rule")
            activity.tap("Save the rule")
            val rule = phone.secureSettingsView().rules.single()
            assertTrue("Saturday" in rule.hours.words && "3" in rule.levelWords.words, rule.hours.words)
            activity.tap("Remove")
            assertTrue(phone.secureSettingsView().rules.isEmpty())
            activity.go(Route(Place.CONTACT, pair.bobsId))
            activity.tap("Usual level")
            activity.tap("Secure 3")
            assertEquals(3, phone.secureSettingsView().contacts.single().level.toInt())
            // the secure screen opens where the core says
            activity.go(Route(Place.SECURE, pair.bobsId))
            assertTrue(activity.views().any { it.isSelected && (it as? android.widget.TextView)?.text == "Secure 2" })
        }
    }

    @Test
    fun `a gesture is taught at the level that the person chose, and stopped`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.GESTURE))
        val view = phone.gestureView(null)
        activity.tap(view.levels.last().title.words)
        activity.tap(view.kinds.first().teach.label.words)
        val teaching = checkNotNull(phone.gestureView(null).teaching)
        assertTrue(teaching.how.words in activity.words())
        activity.picture("gesture_teaching")
        activity.tap(teaching.stop.label.words)
        assertEquals(null, phone.gestureView(null).teaching)
    }

    @Test
    fun `a file that is no policy says so and cannot be accepted`() {
        join("Alice")
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.ORGANISATIONS))
        assertTrue("no organisation" in activity.words())
        for (garbage in listOf("", "AAAA", "%%%not base64%%%")) {
            activity.go(Route(Place.OFFER, garbage))
            assertTrue("cannot be accepted" in activity.words(), activity.words())
            activity.tap("Accept")
            assertFalse(phone.organisationsView().organisations.isNotEmpty())
            activity.back()
        }
    }

    @Test
    fun `a Ding is put off by as long as the core offers`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            pair.bob.phone.ding(pair.alicesId, "The door")
            until("it rings") { phone.incomingDingView()?.rings == true && "Later" in activity.words() }
            activity.tap("Later")
            val offered = checkNotNull(phone.incomingDingView()).laterIn
            assertEquals(3, offered.size)
            assertTrue(offered.all { it.words.words in activity.words() }, activity.words())
            activity.picture("ding_later")
            activity.tap(offered.first().words.words)
            until("quiet") { phone.incomingDingView()?.rings != true }
        }
    }
}
