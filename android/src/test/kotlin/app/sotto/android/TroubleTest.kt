package app.sotto.android

import android.Manifest
import android.content.Intent
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.os.Handler
import android.telecom.Connection
import android.view.TextureView
import app.sotto.Answer
import app.sotto.CallScreen
import app.sotto.Operation
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.Implementation
import org.robolectric.annotation.Implements
import org.robolectric.shadows.ShadowCameraManager

/** What the system takes away, or does at the same time: a clear screen, no crash, secure mode never weaker. */
@RunWith(RobolectricTestRunner::class)
@Config(
    application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi",
    shadows = [CapturePolicy::class, PacedTrack::class, BusyCamera::class],
)
class TroubleTest {
    private fun TwoPhones.callAt(level: Int): MainActivity {
        val activity = open<MainActivity>().get()
        phone.dial(bobsId, level.toUByte())
        bobAnswers()
        until("the call's screen") { activity.screen is app.sotto.android.CallPage }
        return activity
    }

    private fun running() = (phone.callScreen() as CallScreen.Running).view

    @Test
    fun `notifications are asked for once there is somebody who could call, with the reason, and may be refused`() {
        TwoPhones().use {
            Choices(theApp).asked = false
            val activity = open<MainActivity>().get()
            assertTrue("rings while the app is closed" in activity.words(), activity.words())
            activity.picture("notifications_asked")
            activity.tap("Cancel")
            val again = open<MainActivity>().get()
            assertFalse("rings while the app is closed" in again.words(), "not twice")
            Choices(theApp).asked = false
            shadowOf(theApp).grantPermissions(Manifest.permission.POST_NOTIFICATIONS)
            val granted = open<MainActivity>().get()
            assertTrue("Keep the connection open" in granted.words(), granted.words())
            granted.tap("Allow")
            assertTrue(Choices(theApp).stays)
            val services = generateSequence { shadowOf(theApp).nextStartedService }.map { it.component?.className }
            assertTrue(CallService::class.java.name in services)
        }
    }

    @Test
    fun `the microphone's permission is taken away in mid-call, and secure mode holds`() {
        TwoPhones().use { pair ->
            shadowOf(theApp).grantPermissions(Manifest.permission.RECORD_AUDIO)
            val activity = pair.callAt(1)
            shadowOf(theApp).denyPermissions(Manifest.permission.RECORD_AUDIO)
            val before = running().quality?.packetsSent ?: 0u
            until("silence is sent all the same") { (running().quality?.packetsSent ?: 0u) > before + 20u }
            assertTrue(theApp.levers.holds(Operation.SPEAKER))
            // the system tells nobody: the next event does
            theApp.session.settle()
            until("the microphone is closed, and nobody is told that it is used") {
                !theApp.calls.duties.microphone && theApp.calls.duties.service == app.sotto.Service.CALL
            }
            assertTrue(theApp.calls.duties.sound && activity.screen is CallPage)
            phone.hangUp()
        }
    }

    @Test
    fun `an audio device that goes away is said on the call's screen, and tried again until it is back`() {
        TwoPhones().use { pair ->
            val activity = pair.callAt(1)
            until("sound") { PacedTrack.playing != null && !theApp.calls.soundLost }
            PacedTrack.gone = true
            try {
                until("the banner") { theApp.calls.soundLost }
                until("the words") { "The app keeps trying" in activity.words() }
                activity.picture("call_sound_lost")
                assertTrue(theApp.levers.holds(Operation.SPEAKER))
            } finally {
                PacedTrack.gone = false
            }
            until("sound again") { !theApp.calls.soundLost }
            phone.hangUp()
        }
    }

    @Test
    fun `a microphone that goes away is said on the call's screen, and tried again until it is back`() {
        TwoPhones().use { pair ->
            val activity = pair.callAt(1)
            until("sound") { !theApp.calls.soundLost }
            val dead = object : org.robolectric.shadows.ShadowAudioRecord.AudioRecordSource {
                override fun readInDirectBuffer(buffer: java.nio.ByteBuffer, size: Int, blocking: Boolean) = android.media.AudioRecord.ERROR_DEAD_OBJECT
            }
            org.robolectric.shadows.ShadowAudioRecord.setSourceProvider { dead }
            try {
                until("the banner") { theApp.calls.soundLost && "The app keeps trying" in activity.words() }
                until("that nobody is heard") { running().notHeard != null }
                assertTrue(theApp.levers.holds(Operation.SPEAKER), "secure mode holds")
            } finally {
                org.robolectric.shadows.ShadowAudioRecord.clearSource()
            }
            until("sound again") { !theApp.calls.soundLost && running().notHeard == null && "The app keeps trying" !in activity.words() }
            phone.hangUp()
        }
    }

    @Test
    fun `where another call has the sound already, ours begins on hold`() {
        TwoPhones().use { pair ->
            val audio = (theApp as android.content.Context).getSystemService(android.media.AudioManager::class.java)!!
            shadowOf(audio).setNextFocusRequestResponse(android.media.AudioManager.AUDIOFOCUS_REQUEST_FAILED)
            val activity = pair.callAt(0)
            until("on hold, and said so") { !running().controls.holdTo && running().remarks.all { it.words in activity.words() } }
            shadowOf(audio).setNextFocusRequestResponse(android.media.AudioManager.AUDIOFOCUS_REQUEST_GRANTED)
            phone.hold(false)
            until("taken up") { running().controls.holdTo }
            phone.hangUp()
        }
    }

    @Test
    fun `a tablet without an earpiece says on its screen what it cannot forbid, and what else there is`() {
        TwoPhones().use { pair ->
            val audio = (theApp as android.content.Context).getSystemService(android.media.AudioManager::class.java)!!
            shadowOf(audio).setOutputDevices(listOf(org.robolectric.shadows.AudioDeviceInfoBuilder.newBuilder().setType(android.media.AudioDeviceInfo.TYPE_BUILTIN_SPEAKER).build()))
            val activity = open<MainActivity>().get()
            phone.dial(pair.bobsId, 1u)
            until({ "not said: ${activity.words()}" }) { activity.screen is CallPage && "cannot forbid" in activity.words() }
            assertTrue(running().remedies.isNotEmpty() && running().remedies.all { it.button.label.words in activity.words() }, activity.words())
            assertTrue(pair.bob.phone.incomingView() == null, "nothing rings before it is armed")
            activity.picture("call_tablet_refused")
            phone.hangUp()
        }
    }

    @Test
    fun `a camera that another app has is said, with what else there is`() {
        join("Alice")
        shadowOf(theApp.getSystemService(CameraManager::class.java)).addCamera("0", org.robolectric.shadows.ShadowCameraCharacteristics.newCameraCharacteristics())
        shadowOf(theApp).grantPermissions(Manifest.permission.CAMERA)
        val activity = open<MainActivity>().get()
        activity.go(Route(Place.SCANNER))
        val picture = activity.views().filterIsInstance<TextureView>().single()
        picture.surfaceTextureListener?.onSurfaceTextureAvailable(SurfaceTexture(0), 100, 100)
        until("it is said") { "another app has it" in activity.words() }
        val tried = BusyCamera.opened
        activity.tap("Try again")
        picture.surfaceTextureListener?.onSurfaceTextureAvailable(SurfaceTexture(0), 100, 100)
        until("it is tried again, and said again") { BusyCamera.opened > tried && "another app has it" in activity.words() }
        BusyCamera.free = true
        activity.tap("Try again")
        picture.surfaceTextureListener?.onSurfaceTextureAvailable(SurfaceTexture(0), 100, 100)
        until("it is free, and nothing is said") { "another app has it" !in activity.words() && BusyCamera.opened > tried + 1 }
        BusyCamera.free = false
        activity.tap("Add")
        assertTrue("Paste a card" in activity.words())
        closeApp()
    }

    @Test
    fun `the system's dialler puts the call on hold and takes it up again, secure mode stays`() {
        TwoPhones().use { pair ->
            val service = Robolectric.buildService(Connections.Service::class.java).create().get()
            val activity = open<MainActivity>().get()
            phone.dial(pair.bobsId, 2u)
            until("the system is told") { theApp.calls.duties.call != null }
            val connection = service.onCreateOutgoingConnection(null, request())
            pair.bobAnswers()
            until("the system knows") { connection.state == Connection.STATE_ACTIVE }
            assertTrue(connection.connectionCapabilities and Connection.CAPABILITY_HOLD != 0)
            connection.onHold()
            until("held") { !running().controls.holdTo && connection.state == Connection.STATE_HOLDING }
            assertTrue(theApp.levers.holds(Operation.SCREENSHOT) || theApp.levers.holds(Operation.PERIPHERALS))
            assertEquals(2, running().level.toInt())
            activity.picture("call_on_hold")
            connection.onUnhold()
            until("taken up") { running().controls.holdTo && connection.state == Connection.STATE_ACTIVE }
            connection.onDisconnect()
            until("the end") { phone.callScreen() !is CallScreen.Running }
        }
    }

    @Test
    fun `another language and another time zone in mid-call change the words and nothing else`() {
        TwoPhones().use { pair ->
            val zone = java.util.TimeZone.getDefault()
            val activity = pair.callAt(2)
            try {
                java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("Pacific/Kiritimati"))
                theApp.sendBroadcast(Intent(Intent.ACTION_TIMEZONE_CHANGED))
                RuntimeEnvironment.setQualifiers("+ar-ldrtl")
                theApp.onConfigurationChanged(theApp.resources.configuration)
                until("Arabic") { "إنهاء" in activity.words() }
                assertEquals(2, running().level.toInt())
                assertEquals(Answer.ENFORCED, theApp.levers.forbid(Operation.SPEAKER))
                assertTrue(phone.contactsView(null).lines.single().lastCall == null)
            } finally {
                java.util.TimeZone.setDefault(zone)
            }
            phone.hangUp()
        }
    }
}

/** A camera that another app has. */
@Implements(CameraManager::class)
class BusyCamera : ShadowCameraManager() {
    @Implementation
    protected fun openCamera(@Suppress("UNUSED_PARAMETER") id: String, @Suppress("UNUSED_PARAMETER") told: CameraDevice.StateCallback, @Suppress("UNUSED_PARAMETER") handler: Handler?) {
        opened++
        if (!free) throw CameraAccessException(CameraAccessException.CAMERA_IN_USE)
    }

    companion object {
        var opened = 0
        var free = false
    }
}
