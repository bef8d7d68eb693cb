package app.sotto.android

import android.os.Looper
import android.speech.tts.TextToSpeech
import android.speech.tts.Voice as Spoken
import app.sotto.HookException
import java.util.Locale
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import org.junit.After
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowTextToSpeech

/** The voice that speaks a typed Ding. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35])
class VoiceTest {
    @After
    fun close() = closeApp()

    @Test
    fun `a Ding is spoken by a voice of this phone alone, as its words go to nobody else`() {
        val voice = Voice(theApp)
        // none is started before it is there
        assertFailsWith<HookException> { voice.speak(1uL, "The code is 4711") }
        val engine = ShadowTextToSpeech.getLastTextToSpeechInstance()
        shadowOf(engine).onInitListener.onInit(TextToSpeech.SUCCESS)
        shadowOf(Looper.getMainLooper()).idle()
        fun installed(network: Boolean) {
            engine.voice = Spoken("one", Locale.ENGLISH, Spoken.QUALITY_HIGH, Spoken.LATENCY_NORMAL, network, emptySet())
        }
        installed(network = true)
        assertFailsWith<HookException> { voice.speak(2uL, "The code is 4711") }
        assertNull(shadowOf(engine).lastSpokenText)
        installed(network = false)
        voice.speak(3uL, "The code is 4711")
        assertEquals("The code is 4711", shadowOf(engine).lastSpokenText)
    }
}
