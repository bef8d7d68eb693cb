package app.sotto.android

import app.sotto.android.ui.Route
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
    fun `a person pastes a join link, sees the three levels, and then the own card`() {
        val activity = open<MainActivity>().get()
        activity.picture("join")
        activity.write(R.id.join_link, joinLink)
        activity.write(R.id.join_name, "Alice")
        activity.tap("Join")
        until("the levels") { "Three levels" in activity.words() }
        activity.picture("levels")
        activity.tap("Continue")
        until("being reachable") { "You can be reached" in activity.words() }
        assertTrue("Alice" in activity.words())
        assertEquals("Alice", phone.myCard()!!.name)
        activity.picture("card")
        activity.tap("Back")
        assertTrue(activity.isFinishing, Route.HOME)
    }
}
