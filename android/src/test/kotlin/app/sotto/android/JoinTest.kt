package app.sotto.android

import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The first run, on both systems that the tests know. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi")
class JoinTest {
    @After
    fun close() = closeApp()

    @Test
    fun `a server that lets nobody join is told, in place of the waiting, and the name stays to try again`() {
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.JOIN, joinLink))
        activity.write(R.id.join_name, "Alice")
        activity.tap("Next")
        assertTrue("Joining" in activity.words(), activity.words())
        activity.changed(app.sotto.Event.JoinFailed(app.sotto.Notice("problem.test", "This server takes nobody now.")))
        assertTrue("This server takes nobody now." in activity.words() && "Joining" !in activity.words(), activity.words())
        assertEquals("Alice", activity.findViewById<android.widget.TextView>(R.id.join_name)?.text.toString())
    }

    @Test
    fun `a person pastes a join link, says a name, sees the three levels, and then the own card`() {
        val activity = open<MainActivity>().get()
        activity.picture("join")
        activity.tap("Paste the link")
        activity.write(R.id.paste, joinLink)
        activity.tap("Join this server")
        activity.write(R.id.join_name, "Alice")
        activity.picture("join_name")
        activity.tap("Next")
        for (level in 1..3) {
            until("level $level") { "What secure mode $level forbids" in activity.words() }
            activity.tap("Next")
        }
        until("being reachable") { "You can be reached" in activity.words() }
        assertTrue("Alice" in activity.words() && "Who scans it" in activity.words(), activity.words())
        assertEquals("Alice", phone.myCard()!!.name)
        activity.picture("card_first")
        activity.tap("Done")
        assertTrue("Contacts" in activity.words())
        activity.back()
        assertTrue(activity.isFinishing)
    }
}
