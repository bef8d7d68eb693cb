package app.sotto.android

import android.os.Bundle
import android.widget.TextView
import app.sotto.ButtonState
import app.sotto.ComposeDingView
import app.sotto.DingLine
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Making a Ding: its terms are the core's, and so is what is sent. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class DingTest {
    private fun compose(to: String): ComposeDingView = phone.composeDingView(phone.newDing(listOf(to)), "")

    private fun MainActivity.chosen() = views().filter { it.isSelected }.map { (it as TextView).text.toString() }.toSet()

    private fun sent() = phone.dingsView().filterIsInstance<DingLine.Sent>().single().view

    @Test
    fun `each of the terms is chosen by a tap, and stays over a call that comes in and over the end of the process`() {
        TwoPhones().use { pair ->
            val controller = open<MainActivity>()
            val activity = controller.get()
            activity.go(Route(Place.DING, pair.bobsId))
            val (level, plays, repeat, expires) = compose(pair.bobsId).parts
            assertTrue(compose(pair.bobsId).parts.all { it.title.words in activity.words() }, activity.words())
            assertEquals(compose(pair.bobsId).parts.map { part -> part.choices.single { it.chosen }.words.words }.toSet(), activity.chosen())
            val wanted = setOf(level.choices[2], plays.choices[1], repeat.choices[2], expires.choices[1]).map { it.words.words }.toSet()
            wanted.forEach(activity::tap)
            assertEquals(wanted, activity.chosen())
            activity.write(R.id.ding_text, "Call the plumber")
            activity.picture("ding_terms")
            pair.bobRings(0)
            until("the call in front") { activity.screen is CallPage }
            phone.hangUp()
            until("how it ended") { "Close" in activity.words() }
            activity.tap("Close")
            until("the Ding again") { activity.screen is DingPage }
            assertEquals(wanted, activity.chosen())
            val state = Bundle()
            controller.saveInstanceState(state).pause().stop().destroy()
            closeApp()
            theApp.onCreate()
            val after = Robolectric.buildActivity(MainActivity::class.java).create(state).start().restoreInstanceState(state).resume().visible().get()
            until("the Ding in the new process") { after.screen is DingPage }
            assertEquals(wanted, after.chosen())
            after.tap("Secure Ding, level 3")
            until("it is sent as it was chosen") { phone.dingsView().isNotEmpty() }
            assertTrue(sent().secure)
            assertEquals(3, sent().level.toInt())
            assertEquals(plays.choices[1].words.words, sent().plays.words)
            assertEquals(repeat.choices[2].words.words, sent().repeat?.words)
            until("it rings at Bob's") { pair.bob.phone.incomingDingView()?.rings == true }
        }
    }

    @Test
    fun `a list without Dings says what one is, until there is one`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            activity.tap("Dings")
            assertTrue("No Dings yet" in activity.words(), activity.words())
            phone.ding(pair.bobsId, "Bring the keys")
            until("it is there") { "No Dings yet" !in activity.words() && phone.dingsView().isNotEmpty() }
        }
    }

    @Test
    fun `from the secure screen it begins with the level that is chosen there`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.SECURE, "${pair.bobsId}:3"))
            activity.tap("Secure Ding")
            assertTrue(activity.screen is DingPage && "Secure Ding, level 3" in activity.words(), activity.words())
        }
    }

    @Test
    fun `recording takes the microphone alone, playing the earpiece alone, and what is recorded and typed is not sent`() {
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            activity.go(Route(Place.DING, pair.bobsId))
            activity.tap("Record")
            until("it records") { theApp.calls.duties.microphone && !compose(pair.bobsId).recording.length.words.startsWith("0:00") }
            assertFalse(theApp.calls.duties.sound)
            until("its button") { activity.views().any { (it as? TextView)?.text == "Stop" } }
            activity.tap("Stop")
            until("quiet") { !theApp.calls.duties.microphone && "Play" in activity.words() }
            PacedTrack.playing = null
            activity.tap("Play")
            until("it is heard") { PacedTrack.playing != null }
            assertFalse(theApp.calls.duties.microphone)
            until("to its end") { !theApp.calls.duties.sound }
            activity.write(R.id.ding_text, "Or this?")
            activity.tap("Ding")
            assertTrue("discard one of them" in activity.words(), activity.words())
            activity.write(R.id.ding_text, "")
            until("it may be sent") { compose(pair.bobsId).ding.state == ButtonState.Enabled }
            activity.tap("Ding")
            until("an ordinary one is sent") { phone.dingsView().isNotEmpty() }
            assertFalse(sent().secure)
            until("it rings at Bob's") { pair.bob.phone.incomingDingView()?.rings == true }
        }
    }
}
