package app.sotto.android

import android.accessibilityservice.AccessibilityServiceInfo
import android.content.ComponentName
import android.view.accessibility.AccessibilityManager
import app.sotto.SessionState
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers

/** Apps that read the screen along are named wherever something secret is on it: no app can forbid them. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class ReadersTest {
    private fun install() {
        val service = AccessibilityServiceInfo()
        ReflectionHelpers.setField(service, "mCapabilities", AccessibilityServiceInfo.CAPABILITY_CAN_RETRIEVE_WINDOW_CONTENT)
        ReflectionHelpers.setField(service, "mComponentName", ComponentName("org.example.reader", "org.example.reader.Service"))
        shadowOf(theApp.getSystemService(AccessibilityManager::class.java)).setEnabledAccessibilityServiceList(listOf(service))
    }

    private fun MainActivity.warned() = "These apps can read this screen" in words() && "org.example.reader" in words()

    @Test
    fun `who is called, asked for a secure chat or hears a secure Ding sees who reads along, not only who starts`() {
        install()
        TwoPhones().use { pair ->
            val activity = open<MainActivity>().get()
            pair.bobRings(1)
            phone.answer()
            pair.connected()
            until("it is said in the call") { activity.screen is CallPage && activity.warned() }
            phone.hangUp()
            until("over") { "Close" in activity.words() }
            activity.tap("Close")
            until("Bob's phone is free") { pair.bob.phone.state() == null }
            pair.bob.phone.askSecureChat(pair.alicesId, 2u)
            until("Alice is asked") { phone.sessionView()?.state == SessionState.ASKED }
            activity.go(Route(Place.CHAT, pair.bobsId))
            activity.tap("Accept")
            until("it is said in the chat") { phone.sessionView()?.state == SessionState.OPEN && activity.warned() }
            phone.leaveSecureChat()
            until("left") { phone.sessionView() == null }
            pair.bob.phone.ding(pair.alicesId, "Nobody else", level = 2)
            until("it is said beside the Ding") { activity.screen is IncomingDingPage && activity.warned() }
        }
    }
}
