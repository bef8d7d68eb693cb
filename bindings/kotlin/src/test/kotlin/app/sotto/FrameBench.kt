package app.sotto

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable

/** What a frame of sound costs on its way through JNA. Run by `cargo xtask bench bindings`, which reads what it prints. */
@EnabledIfEnvironmentVariable(named = "SOTTO_BENCH", matches = "\\d+")
class FrameBench {
    @Test
    fun `one frame in and one out`() = runBlocking<Unit> {
        val frames = System.getenv("SOTTO_BENCH").toInt()
        Handset.open().use { handset ->
            val phone = handset.phone
            val piece = ByteBuffer.allocateDirect(FRAME * 2)
            val apart = { phone.pushMicrophone(piece); phone.pullLoudspeaker(FRAME.toUInt()) }
            val together = { phone.exchangeSound(piece) }
            // the machine learns what is called often; a call of an hour is 180,000 frames
            repeat(20_000) { apart(); together() }
            val times = LongArray(frames)
            // what grows without end grows in the second half as in the first; what fills up once does not
            val memory = mutableListOf(memory())
            for (part in 0 until PARTS) {
                for (index in frames * part / PARTS until frames * (part + 1) / PARTS) times[index] = time(apart)
                memory += memory()
            }
            memory.forEachIndexed { part, it ->
                println("after ${frames * part / PARTS} frames: Java heap ${it.heap / 1024} KiB, process ${it.process} KiB")
            }
            val (half, end) = memory[PARTS / 2] to memory.last()
            println("figure kotlin_frame_us ${median(times)}")
            println("figure kotlin_frame_p99_us ${percentile(times, 99)}")
            println("figure kotlin_exchange_us ${median(LongArray(frames) { time(together) })}")
            println("figure kotlin_heap_growth_kib ${(end.heap - half.heap) / 1024.0}")
            println("figure kotlin_process_growth_kib ${(end.process - half.process).toDouble()}")
        }
    }

    private fun time(work: () -> ByteArray): Long {
        val start = System.nanoTime()
        check(work().size == FRAME * 2)
        return System.nanoTime() - start
    }

    private fun median(times: LongArray) = percentile(times, 50)

    /** In µs. */
    private fun percentile(times: LongArray, share: Int): Double = times.sorted()[times.size * share / 100] / 1_000.0

    private class Memory(val heap: Long, val process: Long)

    /**
     * What is left once nothing more can be collected: JNA's cleaner frees what the collector found on a thread of its
     * own, and only then is it garbage itself.
     */
    private fun memory(): Memory {
        var least = Long.MAX_VALUE
        var idle = 0
        repeat(100) {
            if (idle < 5) {
                System.gc()
                Thread.sleep(100)
                val now = used()
                idle = if (now < least - 16 * 1024) 0 else idle + 1
                least = minOf(least, now)
            }
        }
        val status = Files.readAllLines(Path.of("/proc/self/status"))
        val resident = status.first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong()
        return Memory(least, resident)
    }

    private fun used(): Long = Runtime.getRuntime().let { it.totalMemory() - it.freeMemory() }

    private companion object {
        const val PARTS = 10
    }
}
