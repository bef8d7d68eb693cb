package app.sotto.android

import android.content.Context
import android.media.AudioAttributes
import android.media.AudioManager
import android.os.Bundle
import android.view.WindowManager
import app.sotto.CallState
import app.sotto.Operation
import app.sotto.Service
import app.sotto.SessionState
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.util.ReflectionHelpers

/** The process is killed in each state: the next one forbids nothing, pulls nothing, and shows a clear screen. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35], qualifiers = "w393dp-h852dp-xhdpi", shadows = [CapturePolicy::class, PacedTrack::class])
class KilledTest {
    private val audio get() = (theApp as Context).getSystemService(AudioManager::class.java)!!

    /** What ends with the process ends; what the system remembers of it stays: here the capture policy. */
    private fun kill(window: ActivityController<MainActivity>): Bundle {
        val state = Bundle()
        window.saveInstanceState(state).pause().stop().destroy()
        theApp.session.close()
        ReflectionHelpers.getField<MutableSet<Lever>>(SoundRules, "holders").clear()
        SoundRules.builtInOnly = false
        theApp.calls.settled()
        return state
    }

    private fun again(state: Bundle): ActivityController<MainActivity> {
        theApp.onCreate()
        return Robolectric.buildActivity(MainActivity::class.java).create(state).start().restoreInstanceState(state).resume().visible()
    }

    @Test
    fun `killed while it rings, dials, talks, is armed, is in a secure chat or hears a secure Ding`() {
        TwoPhones().use { pair ->
            val states = mapOf<String, (ActivityController<MainActivity>) -> Unit>(
                "ringing" to { pair.bobRings(0) },
                "dialling" to { phone.dial(pair.bobsId, 0u).also { until("Bob's phone rings") { phone.state() == CallState.RINGING } } },
                "connected" to { phone.dial(pair.bobsId, 0u).also { pair.bobAnswers() } },
                "armed" to { phone.dial(pair.bobsId, 3u).also { pair.bobAnswers() } },
                "in a secure chat" to {
                    phone.askSecureChat(pair.bobsId, 3u)
                    until("Bob is asked") { pair.bob.phone.sessionView()?.state == SessionState.ASKED }
                    pair.bob.phone.joinSecureChat()
                    until("it holds") { phone.sessionView()?.state == SessionState.OPEN }
                },
                "listening" to { window ->
                    pair.bob.records()
                    pair.bob.phone.ding(pair.alicesId, level = 3)
                    window.get().tap("Listen")
                    until("armed") { theApp.levers.holds(Operation.SCREENSHOT) }
                },
            )
            for ((name, begin) in states) {
                val window = open<MainActivity>()
                begin(window)
                if (name in setOf("armed", "in a secure chat", "listening")) {
                    until("secure: $name") { CapturePolicy.of(audio).policy == AudioAttributes.ALLOW_CAPTURE_BY_NONE && capturable().isEmpty() }
                }
                val state = kill(window)
                runCatching { pair.bob.phone.hangUp() }
                runCatching { pair.bob.phone.leaveSecureChat() }
                until("Bob's phone is free: $name") { pair.bob.phone.state() == null && pair.bob.phone.sessionView() == null }
                val after = again(state)
                until("reachable again: $name") { theApp.session.phone?.myCard()?.reachable?.key == "card.online" }
                until({ "killed while $name: ${Operation.entries.filter(theApp.levers::holds)}, ${theApp.calls.duties}, ${after.get().words()}" }) {
                    val quiet = theApp.calls.duties.run { call == null && !sound && !microphone && !darken && service == Service.NONE }
                    quiet && Operation.entries.none(theApp.levers::holds) && after.get().let { it.screen != null && it.words().isNotBlank() }
                }
                assertEquals(0, after.get().window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE, name)
                assertEquals(AudioAttributes.ALLOW_CAPTURE_BY_ALL, CapturePolicy.of(audio).policy, name)
                assertTrue(shadowOf(theApp.getSystemService(android.app.NotificationManager::class.java)).getNotification(Notices.CALLS, Notices.ID) == null, name)
                // the person goes on from there
                after.get().home()
                assertTrue(after.get().screen is HomePage, name)
                after.pause().stop().destroy()
            }
        }
    }
}
