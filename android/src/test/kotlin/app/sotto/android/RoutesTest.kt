package app.sotto.android

import android.content.Context
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.os.Build
import android.telecom.CallAudioState
import android.telecom.Connection
import app.sotto.AudioRoute
import app.sotto.CallScreen
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.After
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.AudioDeviceInfoBuilder
import org.robolectric.util.ReflectionHelpers

/** Where sound goes: what is there is offered, what is tapped is taken, and what the system changes is shown. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class, RouteAsked::class])
class RoutesTest {
    private val audio get() = (theApp as Context).getSystemService(AudioManager::class.java)!!
    private val sdk = Build.VERSION.SDK_INT

    @After
    fun restore() = ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", sdk)

    private fun device(type: Int): AudioDeviceInfo = AudioDeviceInfoBuilder.newBuilder().setType(type).build()

    /** It is plugged in, and the system tells of it. */
    private fun plug(type: Int) {
        val device = device(type)
        shadowOf(audio).addAvailableCommunicationDevice(device, true)
        shadowOf(audio).addOutputDevice(device, true)
    }

    private fun controls() = (phone.callScreen() as CallScreen.Running).view.controls

    private fun TwoPhones.call(): MainActivity {
        val activity = open<MainActivity>().get()
        phone.dial(bobsId, 0u)
        bobAnswers()
        until("the call's controls") { activity.offers("Speaker") }
        return activity
    }

    @Test
    fun `the loudspeaker is taken and given back, and the screen goes dark only at the ear`() {
        TwoPhones().use { pair ->
            val activity = pair.call()
            until("dark at the ear") { theApp.calls.duties.darken && Near.held() }
            activity.tap("Speaker")
            assertEquals(AudioDeviceInfo.TYPE_BUILTIN_SPEAKER, audio.communicationDevice?.type)
            until("it is shown, and the screen stays lit") { controls().route == AudioRoute.SPEAKER && !Near.held() }
            until("the way back") { activity.offers("Earpiece") }
            activity.tap("Earpiece")
            assertEquals(AudioDeviceInfo.TYPE_BUILTIN_EARPIECE, audio.communicationDevice?.type)
            until("at the ear") { controls().route == AudioRoute.EARPIECE && Near.held() }
            phone.hangUp()
            until("lit") { !Near.held() }
        }
    }

    @Test
    fun `a headset is offered once it is there, one on a wire without asking for Bluetooth`() {
        TwoPhones().use { pair ->
            val activity = pair.call()
            activity.tap("Headset")
            assertTrue("No headset is connected" in activity.words(), activity.words())
            assertFalse("needs to see headsets" in activity.words())
            plug(AudioDeviceInfo.TYPE_WIRED_HEADSET)
            until("it is offered") { activity.offers("Headset") }
            activity.tap("Headset")
            assertFalse("needs to see headsets" in activity.words(), activity.words())
            assertEquals(AudioDeviceInfo.TYPE_WIRED_HEADSET, audio.communicationDevice?.type)
            until("it is shown") { controls().route == AudioRoute.WIRED }
            // another app takes the sound away: the screen says so too
            val speaker = audio.availableCommunicationDevices.first { it.type == AudioDeviceInfo.TYPE_BUILTIN_SPEAKER }
            audio.setCommunicationDevice(speaker)
            shadowOf(audio).callOnCommunicationDeviceChangedListeners(speaker)
            until("what the system did is shown") { controls().route == AudioRoute.SPEAKER }
            phone.hangUp()
        }
    }

    @Test
    fun `a Bluetooth headset asks for its permission with the reason, and the call goes on without it`() {
        TwoPhones().use { pair ->
            val activity = pair.call()
            plug(AudioDeviceInfo.TYPE_BLE_HEADSET)
            until("it is offered") { activity.offers("Headset") }
            activity.tap("Headset")
            assertTrue("needs to see headsets" in activity.words(), activity.words())
            activity.tap("Cancel")
            assertTrue(phone.callScreen() is CallScreen.Running)
            shadowOf(theApp).grantPermissions(android.Manifest.permission.BLUETOOTH_CONNECT)
            activity.tap("Headset")
            assertEquals(AudioDeviceInfo.TYPE_BLE_HEADSET, audio.communicationDevice?.type)
            until("it is shown") { controls().route == AudioRoute.BLUETOOTH }
            phone.hangUp()
        }
    }

    @Test
    fun `before 31 the call's connection says what there is, and is asked for it`() {
        TwoPhones().use { pair ->
            ReflectionHelpers.setStaticField(Build.VERSION::class.java, "SDK_INT", 30)
            val service = Robolectric.buildService(Connections.Service::class.java).create().get()
            val activity = pair.call()
            until("the system is told") { theApp.calls.duties.call != null }
            // without a connection there is the loudspeaker alone
            activity.tap("Speaker")
            @Suppress("DEPRECATION")
            assertTrue(audio.isSpeakerphoneOn)
            until("it is shown") { controls().route == AudioRoute.SPEAKER }
            val connection = service.onCreateOutgoingConnection(null, request())
            RouteAsked.last = 0
            tells(connection, CallAudioState.ROUTE_EARPIECE, CallAudioState.ROUTE_EARPIECE or CallAudioState.ROUTE_SPEAKER or CallAudioState.ROUTE_BLUETOOTH)
            until("Bluetooth is offered") { controls().route == AudioRoute.EARPIECE && controls().headsetRoute == AudioRoute.BLUETOOTH }
            until("the loudspeaker is offered") { activity.offers("Speaker") }
            activity.tap("Speaker")
            assertEquals(CallAudioState.ROUTE_SPEAKER, RouteAsked.last)
            tells(connection, CallAudioState.ROUTE_SPEAKER, CallAudioState.ROUTE_EARPIECE or CallAudioState.ROUTE_SPEAKER)
            until("what the system did is shown") { controls().route == AudioRoute.SPEAKER }
            phone.hangUp()
            until("over") { theApp.calls.duties.call == null }
        }
    }

    /** As Telecom does: its ways in are hidden. */
    private fun tells(connection: Connection, route: Int, there: Int) = ReflectionHelpers.callInstanceMethod<Unit>(
        connection, "setCallAudioState", ReflectionHelpers.ClassParameter.from(CallAudioState::class.java, CallAudioState(false, route, there)),
    )

    @Test
    fun `the call after a loud one begins at the ear`() {
        TwoPhones().use { pair ->
            val activity = pair.call()
            activity.tap("Speaker")
            assertEquals(AudioDeviceInfo.TYPE_BUILTIN_SPEAKER, audio.communicationDevice?.type)
            phone.hangUp()
            until("over") { theApp.calls.duties.call == null }
            assertNull(audio.communicationDevice)
        }
    }
}
